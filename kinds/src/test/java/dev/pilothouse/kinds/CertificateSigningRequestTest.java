package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What signing requests may ask for, and who may say what about them.
final class CertificateSigningRequestTest {
    /// Made and signed with a P-256 key.
    private static final String REQUEST =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIWk1JR0FBZ0VBTUI0eERUQUxCZ05WQkFvTUJIUmxZVzB4RFRBTEJnTlZCQU1NQkdwaGJt"
                    + "VXdXVEFUQmdjcQpoa2pPUFFJQkJnZ3Foa2pPUFFNQkJ3TkNBQVRNS2JXMXJjYVVpbW9IUUFmdW5xelRoS1laREYxOTRqWTd1THErCmMzdCs0WjB0WWRk"
                    + "RVBGdEJMaE1zVWlZV2FTVkRvNWwyamF5V1k1emZYNmhNSjFJNG9BQXdDZ1lJS29aSXpqMEUKQXdJRFNBQXdSUUlnTWlvL3RvamJ2Sy85WHBVVlkvNlJldXRi"
                    + "M2FlQUFGNWkrQy9XaysrcWw1Z0NJUUNkWDVHYwpzdFo1dDI3T0d0aEpFckpJdVZKOUhQeDdFL2tPa0M1NDk0cXQ1UT09Ci0tLS0tRU5EIENFUlRJRklDQVRF"
                    + "IFJFUVVFU1QtLS0tLQo=";

    private static final Draft ASKED = Draft.of(
            "certificates.k8s.io/v1 CertificateSigningRequest",
            "{'spec': {'request': '" + REQUEST + "', 'signerName': 'example.com/signer', 'usages': ['client auth']}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.signerName | 'example.com/a.b' |
                    spec.signerName | 'example.com' | spec.signerName: Invalid value: "example.com": must be a fully qualified domain and path of the form 'example.com/signer-name'
                    spec.signerName | 'example/x' | spec.signerName: Invalid value: "example": should be a domain with at least two segments separated by dots
                    spec.signerName | '' | spec.signerName: Required value
                    spec.signerName | 'kubernetes.io/legacy-unknown' | spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version
                    spec.usages | [] | spec.usages: Required value
                    spec.usages | ['any', 'any'] | spec.usages[1]: Duplicate value: "any"
                    spec.expirationSeconds | 599 | spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)
                    spec.expirationSeconds | 600 |
                    spec.request | 'aGVsbG8=' | spec.request: Invalid value: "aGVsbG8=": PEM block type must be CERTIFICATE REQUEST
                    """)
    void judgesWhatIsAskedFor(String path, String value, String problem) {
        var problems = ASKED.with(path, value).problems();
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).contains(problem);
        }
    }

    @Test
    void aRequestMustBeSignedByItsOwnKey() {
        String forged = REQUEST.replace("UmxZVzB4", "UmxZVzF4");
        assertThat(ASKED.with("spec.request", "'" + forged + "'").problems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    status | [{'type': 'Approved', 'status': 'True'}] | status.conditions: Forbidden: updates may not add a condition of type "Approved"
                    status | [{'type': 'Failed', 'status': 'True'}] |
                    status | [{'type': 'Failed', 'status': 'False'}] | status.conditions[0].status: Unsupported value: "False": supported values: "True"
                    approval | [{'type': 'Approved', 'status': 'True'}] |
                    approval | [{'type': 'Approved', 'status': 'True'}, {'type': 'Denied', 'status': 'True'}] | status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive
                    """)
    void onlyApprovalDecides(String subresource, String conditions, String problem) {
        var problems = ASKED.with("status", "{'conditions': " + conditions + "}").problemsAfter(ASKED, subresource);
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).contains(problem);
        }
    }
}
