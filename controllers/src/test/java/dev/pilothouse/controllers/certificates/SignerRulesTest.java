package dev.pilothouse.controllers.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignerRulesTest {
    /// `O=system:nodes, CN=system:node:n1`
    private static final String NODE =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIck1JR1NBZ0VBTURBeEZUQVRCZ05WQkFvTURITjVjM1JsYlRw"
                    + "dWIyUmxjekVYTUJVR0ExVUVBd3dPYzNsegpkR1Z0T201dlpHVTZiakV3V1RBVEJnY3Foa2pPUFFJQkJnZ3Foa2pPUFFNQkJ3TkNB"
                    + "QVFiUVc5MzRtZEdOTVhFCllqcDhoL3RIOXkxRFNVMzJLRnFIRGRHUUpaWUEzUHZoaDNkeUk2dGtzZmR3QzVNRmd0b21rR0NYSlRk"
                    + "ajBidTcKRGw4eWVJQ2lvQUF3Q2dZSUtvWkl6ajBFQXdJRFNBQXdSUUlnTURzMVZqQVpoVmpCRDhBNVVhN0pSYW5TNys1aQpTTUxz"
                    + "UnF5L1p0bmZXV0lDSVFEU1J5anpBZ1dwV1JOaGlrMTQ3Zk1tYjc3SVh3MWJUWnUxR2c4UUdSTGNodz09Ci0tLS0tRU5EIENFUlRJ"
                    + "RklDQVRFIFJFUVVFU1QtLS0tLQo=";

    /// `O=team, CN=alice`
    private static final String PERSON =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIYU1JR0JBZ0VBTUI4eERUQUxCZ05WQkFvTUJIUmxZVzB4RGpB"
                    + "TUJnTlZCQU1NQldGc2FXTmxNRmt3RXdZSApLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFRzBGdmQrSm5SalRGeEdJNmZJZjdS"
                    + "L2N0UTBsTjlpaGFodzNSCmtDV1dBTno3NFlkM2NpT3JaTEgzY0F1VEJZTGFKcEJnbHlVM1k5Rzd1dzVmTW5pQW9xQUFNQW9HQ0Nx"
                    + "R1NNNDkKQkFNQ0EwZ0FNRVVDSUN5Uis2eStuTjRDYW1XejVEZi9xNm16N280QUVBUUptem1ObnlzMkpvbGFBaUVBNUdIaApoRlov"
                    + "TmNSRVdyUFRKQ1dKbDBJc2QvTXJXdHhaTnJDTWZTTDAxSWM9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";

    /// The node's, reached by `n1` and `192.0.2.7`.
    private static final String SERVER =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQkVqQ0J1QUlCQURBd01SVXdFd1lEVlFRS0RBeHplWE4wWlcw"
                    + "NmJtOWtaWE14RnpBVkJnTlZCQU1NRG5ONQpjM1JsYlRwdWIyUmxPbTR4TUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RR"
                    + "Z0FFRzBGdmQrSm5SalRGCnhHSTZmSWY3Ui9jdFEwbE45aWhhaHczUmtDV1dBTno3NFlkM2NpT3JaTEgzY0F1VEJZTGFKcEJnbHlV"
                    + "M1k5RzcKdXc1Zk1uaUFvcUFtTUNRR0NTcUdTSWIzRFFFSkRqRVhNQlV3RXdZRFZSMFJCQXd3Q29JQ2JqR0hCTUFBQWdjdwpDZ1lJ"
                    + "S29aSXpqMEVBd0lEU1FBd1JnSWhBTUU1L0V5Rk5MZVJYSitGUWkzVkxyZW1kZWxqcGM5UEgyTGVsa2dICmFqd3ZBaUVBaTlLY2Ey"
                    + "K0pOMktrWmpJbDVuVCt5dlRlT2E4NlY0anpKMUtUdlN4TjhyND0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            kube-apiserver-client         | PERSON | digital signature,client auth                  | ``
            kube-apiserver-client         | PERSON | client auth                                    | ``
            kube-apiserver-client         | PERSON | client auth,server auth                        | usages did not match [client auth digital signature key encipherment]
            kube-apiserver-client-kubelet | NODE   | digital signature,client auth                  | ``
            kube-apiserver-client-kubelet | NODE   | digital signature,key encipherment,client auth | ``
            kube-apiserver-client-kubelet | NODE   | client auth                                    | usages did not match [client auth digital signature key encipherment]
            kube-apiserver-client-kubelet | PERSON | digital signature,client auth                  | subject organization is not system:nodes
            kube-apiserver-client-kubelet | SERVER | digital signature,client auth                  | DNS subjectAltNames are not allowed
            kubelet-serving               | SERVER | digital signature,server auth                  | ``
            kubelet-serving               | NODE   | digital signature,server auth                  | DNS or IP subjectAltName is required
            kubelet-serving               | PERSON | digital signature,server auth                  | subject organization is not system:nodes
            """)
    void aSignerSignsWhatItsRulesAllow(String signer, String request, String usages, String problem) {
        assertThat(SignerRules.problem("kubernetes.io/" + signer, request(request), List.of(usages.split(",")))
                        .orElse(""))
                .isEqualTo(problem);
    }

    @Test
    void otherSignersAreSomebodyElses() {
        assertThat(SignerRules.isKnown("example.com/signer")).isFalse();
    }

    @Test
    void aRequestTellsWhomItIsFor() {
        assertThat(request("SERVER").organizations()).containsExactly("system:nodes");
        assertThat(request("SERVER").commonName()).isEqualTo("system:node:n1");
        assertThat(request("SERVER").count(SigningRequest.NameKind.DNS)).isEqualTo(1);
        assertThat(request("SERVER").count(SigningRequest.NameKind.IP)).isEqualTo(1);
        assertThat(request("NODE").names()).isEmpty();
    }

    @Test
    void anythingElseIsNoRequest() {
        ObjectTree csr = ObjectTree.of("spec", ObjectTree.EMPTY.with("request", "bm90aGluZw=="));
        assertThat(SigningRequest.of(csr)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            ``       | ``   | 2030-01-02T00:00:00Z
            Approved | ``   | 2030-01-02T00:00:00Z
            Approved | cert | 2030-01-01T02:00:00Z
            Denied   | ``   | 2030-01-01T02:00:00Z
            Failed   | ``   | 2030-01-01T02:00:00Z
            """)
    void oldRequestsGo(String decision, String certificate, Instant end) {
        ObjectTree csr = ObjectTree.of(
                        "metadata", ObjectTree.EMPTY.with("creationTimestamp", "2030-01-01T00:00:00Z"))
                .with("status", ObjectTree.EMPTY.with("certificate", certificate));
        if (!decision.isEmpty()) {
            csr = Decision.with(csr, decision, "r", "m", Instant.parse("2030-01-01T01:00:00Z"));
        }
        assertThat(CleanerController.end(csr)).isEqualTo(end);
    }

    private static SigningRequest request(String name) {
        String text = name.equals("NODE") ? NODE : name.equals("SERVER") ? SERVER : PERSON;
        return SigningRequest.of(ObjectTree.of("spec", ObjectTree.EMPTY.with("request", text)))
                .orElseThrow();
    }
}
