package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What admission policies and their bindings are refused for, one row a rule.
final class AdmissionPolicyRulesTest {
    private static final String API = "admissionregistration.k8s.io/v1 ";
    private static final String CONSTRAINTS =
            "'matchConstraints': {'resourceRules': [{'apiGroups': ['apps'], 'apiVersions': ['v1'], 'operations': ['CREATE'],"
                    + " 'resources': ['deployments']}]}";
    private static final Draft VALIDATING = Draft.of(
            API + "ValidatingAdmissionPolicy",
            "{'spec': {" + CONSTRAINTS + ", 'validations': [{'expression': 'true'}], 'matchConditions': [{'name': 'c',"
                    + " 'expression': 'true'}], 'auditAnnotations': [{'key': 'k', 'valueExpression': 'null'}]}}");
    private static final Draft MUTATING = Draft.of(
            API + "MutatingAdmissionPolicy",
            "{'spec': {" + CONSTRAINTS + ", 'reinvocationPolicy': 'Never', 'mutations': [{'patchType': 'JSONPatch',"
                    + " 'jsonPatch': {'expression': '[JSONPatch{}]'}}]}}");
    private static final Draft BINDING = Draft.of(
            API + "ValidatingAdmissionPolicyBinding",
            "{'spec': {'policyName': 'p', 'validationActions': ['Deny'], 'paramRef': {'name': 'n',"
                    + " 'parameterNotFoundAction': 'Deny'}}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.failurePolicy | 'fail' | spec.failurePolicy: Unsupported value: "fail": supported values: "Fail", "Ignore"
                    spec.paramKind | {'apiVersion': 'a/b/c', 'kind': 'K'} | spec.paramKind.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c
                    spec.paramKind | {'apiVersion': 'a.test/', 'kind': 'K'} | spec.paramKind.apiVersion: Invalid value: "a.test/": version must be specified
                    spec.paramKind | {'apiVersion': 'v1'} | spec.paramKind.kind: Required value
                    spec.matchConstraints | - | spec.matchConstraints: Required value
                    spec.matchConstraints.resourceRules | [] | spec.matchConstraints.resourceRules: Required value
                    spec.matchConstraints.resourceRules.0.resourceNames | ['a', 'a'] | spec.matchConstraints.resourceRules[0].resourceNames[1]: Duplicate value: "a"
                    spec.matchConstraints.excludeResourceRules | [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'], 'resources': ['*'], 'scope': 'All'}] | spec.matchConstraints.excludeResourceRules[0].scope: Unsupported value: "All": supported values: "*", "Cluster", "Namespaced"
                    spec.variables | [{'name': 'for', 'expression': '1'}] | spec.variables[0].name: Invalid value: "for": must be a valid CEL identifier
                    spec.variables | [{'name': 'v', 'expression': '  '}] | spec.variables[0].expression: Required value: expression is not specified
                    spec.validations.0.message | ' ' | spec.validations[0].message: Invalid value: " ": message must be non-empty if specified
                    spec.validations.0.reason | 'NotFound' | spec.validations[0].reason: Unsupported value: "NotFound": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge"
                    spec.validations.0.expression | '' | spec.validations[0].expression: Required value: expression is not specified
                    spec.validations.0.expression | '1' | spec.validations[0].expression: Invalid value: "1": must evaluate to bool
                    spec.auditAnnotations.0.valueExpression | '1' | spec.auditAnnotations[0].valueExpression: Invalid value: "1": must evaluate to one of [string null_type]
                    spec.auditAnnotations.0.valueExpression | '' | spec.auditAnnotations[0].valueExpression: Required value: valueExpression is not specified
                    """)
    void judgesPoliciesThatRefuse(String path, String value, String problem) {
        assertThat(VALIDATING.with(path, value).problems()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.reinvocationPolicy | - | spec.reinvocationPolicy: Required value
                    spec.mutations | [] | spec.mutations: Required value: mutations must contain at least one item
                    spec.mutations.0.patchType | 'Merge' | spec.mutations[0].patchType: Unsupported value: "Merge": supported values: "ApplyConfiguration", "JSONPatch"
                    spec.mutations.0.applyConfiguration | {'expression': 'Object{}'} | spec.mutations[0].applyConfiguration: Invalid value: "{applyConfiguration}": must not be specified when patchType is JSONPatch
                    spec.mutations.0.jsonPatch.expression | 'object.a' | spec.mutations[0].jsonPatch.expression: Invalid value: "object.a": must evaluate to list(JSONPatch)
                    spec.mutations.0.jsonPatch | - | spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch
                    spec.matchConstraints.resourceRules.0.operations | ['DELETE'] | spec.matchConstraints.resourceRules.operations: Unsupported value: "DELETE": supported values: "*", "CONNECT", "CREATE", "UPDATE"
                    """)
    void judgesPoliciesThatChange(String path, String value, String problem) {
        assertThat(MUTATING.with(path, value).problems()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.policyName | '' | spec.policyName: Required value
                    spec.validationActions | [] | spec.validationActions: Required value: at least one validation action is required
                    spec.validationActions | ['Warn', 'Warn'] | spec.validationActions[1]: Duplicate value: "Warn"
                    spec.paramRef.parameterNotFoundAction | - | spec.paramRef.parameterNotFoundAction: Required value
                    spec.paramRef.name | 'a/b' | spec.paramRef.name: Invalid value: "a/b": may not contain '/'
                    spec.paramRef | {'parameterNotFoundAction': 'Allow'} | spec.paramRef: Required value: one of name or selector must be specified
                    spec.matchResources | {'matchPolicy': 'Some'} | spec.matchResources.matchPolicy: Unsupported value: "Some": supported values: "Equivalent", "Exact"
                    """)
    void judgesBindings(String path, String value, String problem) {
        assertThat(BINDING.with(path, value).problems()).containsExactly(problem);
    }

    @Test
    void conditionsThatDoNotChangeAreNotJudgedAgain() {
        Draft odd = VALIDATING.with("spec.matchConditions.0.name", "'a b'");
        assertThat(odd.problems()).isNotEmpty();
        assertThat(odd.with("spec.failurePolicy", "'Ignore'").problemsAfter(odd, "")).isEmpty();
    }
}
