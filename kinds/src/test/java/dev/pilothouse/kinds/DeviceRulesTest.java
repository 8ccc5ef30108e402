package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `resource.k8s.io` refuses, one row a rule.
final class DeviceRulesTest {
    private static final String API = "resource.k8s.io/v1 ";
    private static final Draft SLICE = Draft.of(
            API + "ResourceSlice",
            "{'spec': {'driver': 'd.test', 'nodeName': 'n', 'pool': {'name': 'p', 'resourceSliceCount': 1}, 'devices':"
                    + " [{'name': 'one', 'attributes': {'model': {'string': 'm'}}, 'capacity': {'memory': {'value': '8Gi'}}}]}}");
    private static final Draft CLAIM = Draft.of(
            API + "ResourceClaim",
            "{'spec': {'devices': {'requests': [{'name': 'a', 'exactly': {'deviceClassName': 'c'}}]}}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    device.driver.startsWith(`d`) && device.capacity[`d.test`].memory.isGreaterThan(quantity(`1Gi`)) |
                    device.driver | must evaluate to bool or the unknown type
                    device.zz | compilation failed: ERROR: <input>:1:7: undefined field 'zz'
                    """)
    void judgesSelectors(String expression, String problem) {
        Draft draft = CLAIM.with(
                "spec.devices.requests.0.exactly.selectors",
                "[{'cel': {'expression': '" + expression.replace("`", "\\u0027") + "'}}]");
        if (problem == null) {
            assertThat(draft.problems()).isEmpty();
        } else {
            assertThat(draft.problems()).singleElement().asString().contains("selectors[0].cel.expression: Invalid value", problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.devices.0.attributes.model.int | 1 | spec.devices[0].attributes[model]: Invalid value: {"IntValue":1,"BoolValue":null,"StringValue":"m","VersionValue":null,"Ints":null,"Bools":null,"Strings":null,"Versions":null}: exactly one value must be specified
                    spec.devices.0.attributes.model | {'ints': [1, 2]} | spec.devices[0].attributes[model]: Invalid value: "": exactly one value must be specified
                    spec.devices.0.attributes.model | {'version': '1.2'} | spec.devices[0].attributes[model].version: Invalid value: "1.2": must be a string compatible with semver.org spec 2.0.0
                    spec.devices.0.attributes.model | {'version': '1.2.3-rc.1+b'} |
                    spec.devices.0.attributes | {'/x': {'int': 1}} | spec.devices[0].attributes: Invalid value: "": the domain must not be empty
                    spec.devices.0.attributes | {'a/b/c': {'int': 1}} | spec.devices[0].attributes: Invalid value: "a/b/c": must not contain more than one slash
                    spec.devices.0.capacity.memory.requestPolicy | {'default': '1Gi'} | spec.devices[0].capacity[memory].requestPolicy: Forbidden: allowMultipleAllocations must be true
                    spec.devices.0.taints | [{'key': 'k', 'effect': 'Some'}] | spec.devices[0].taints[0].effect: Unsupported value: "Some": supported values: "NoExecute", "NoSchedule", "None"
                    spec.devices.0.nodeName | 'n' | spec.devices[0]: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec
                    spec.devices.0.bindingConditions | ['a'] | spec.devices[0].bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions
                    spec.allNodes | true | spec: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set
                    spec.allNodes | false | spec.allNodes: Invalid value: false: must be either unset or set to true
                    spec.sharedCounters | [{'name': 'c'}] | spec.sharedCounters[0].counters: Required value
                    spec.pool.name | 'a/B' | spec.pool.name: Invalid value: "B": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                    """)
    void judgesSlices(String path, String value, String problem) {
        assertProblem(SLICE.with(path, value), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'default': '1Gi', 'validValues': ['1Gi', '2Gi']} |
                    {'validValues': ['1Gi']} | default: Required value: required when validValues is defined
                    {'default': '3Gi', 'validValues': ['1Gi']} | validValues: Invalid value: "3Gi": default value is not valid according to the requestPolicy
                    {'default': '1Gi', 'validValues': ['2Gi', '1Gi']} | validValues[1]: Invalid value: "1Gi": values must be sorted in ascending order
                    {'default': '1Gi', 'validValues': ['1Gi', '9Gi']} | validValues[1]: Invalid value: "9Gi": option is larger than capacity value: 8Gi
                    {'default': '1Gi', 'validRange': {'max': '2Gi'}} | validRange.min: Required value: required when validRange is defined
                    {'default': '3Gi', 'validRange': {'min': '1Gi', 'step': '1Gi'}} |
                    {'default': '3Gi', 'validRange': {'min': '2Gi', 'step': '2Gi'}} | validRange.step: Invalid value: "3Gi": value is not a multiple of a given step (2Gi) from (2Gi)
                    """)
    void judgesRequestPolicies(String policy, String problem) {
        assertProblem(
                SLICE.with("spec.devices.0.allowMultipleAllocations", "true")
                        .with("spec.devices.0.capacity.memory.requestPolicy", policy),
                problem == null ? null : "spec.devices[0].capacity[memory].requestPolicy." + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.devices.requests.0.exactly.allocationMode | 'All' |
                    spec.devices.requests.0.exactly | {'deviceClassName': 'c', 'allocationMode': 'All', 'count': 2} | spec.devices.requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'
                    spec.devices.requests.0.firstAvailable | [{'name': 'b', 'deviceClassName': 'c'}] | spec.devices.requests[0]: Invalid value: null: exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set
                    spec.devices.requests.0.exactly.tolerations | [{'operator': 'Exists', 'value': 'v'}] | spec.devices.requests[0].exactly.tolerations[0].value: Invalid value: "v": must be empty for operator `Exists`
                    spec.devices.config | [{'requests': ['a/b'], 'opaque': {'driver': 'd', 'parameters': {'x': 1}}}] | spec.devices.config[0].requests[0]: Invalid value: "a/b": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'
                    spec.devices.config | [{'opaque': {'driver': 'd', 'parameters': 'x'}}] | spec.devices.config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object
                    spec.devices.constraints | [{'distinctAttribute': 'x'}] | spec.devices.constraints[0].distinctAttribute: Invalid value: "x": a fully qualified name must be a domain and a name separated by a slash
                    """)
    void judgesClaims(String path, String value, String problem) {
        assertProblem(CLAIM.with(path, value), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'allocation': {'devices': {'results': [{'request': 'a', 'driver': 'd', 'pool': 'p', 'device': 'x'}]}}} |
                    {'allocation': {'devices': {'results': [{'request': 'b', 'driver': 'd', 'pool': 'p', 'device': 'x'}]}}} | status.allocation.devices.results[0].request: Invalid value: "b": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'
                    {'reservedFor': [{'resource': 'pods', 'name': 'p'}], 'allocation': {}} | status.reservedFor[0].uid: Required value
                    {'devices': [{'driver': 'd', 'pool': 'p', 'device': 'x'}]} | status.devices[0]: Invalid value: "d/p/x": must be an allocated device in the claim
                    """)
    void judgesStatuses(String status, String problem) {
        var problems = CLAIM.with("status", status).problemsAfter(CLAIM, "status");
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).contains(problem);
        }
    }

    @Test
    void saysWhenATaintCame() {
        var slice = SLICE.with("spec.devices.0.taints", "[{'key': 'k', 'effect': 'NoExecute'}]").created();
        assertThat(slice.object("spec").list("devices").objects().getFirst().list("taints").objects().getFirst().text("timeAdded"))
                .isEqualTo("2026-03-01T12:00:00Z");
    }

    private static void assertProblem(Draft draft, String problem) {
        if (problem == null) {
            assertThat(draft.problems()).isEmpty();
        } else {
            assertThat(draft.problems()).contains(problem);
        }
    }
}
