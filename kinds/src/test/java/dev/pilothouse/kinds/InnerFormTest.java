package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Messages show values that have parts as upstream works with them inside: every field, in Go's order and spelling.
final class InnerFormTest {
    private static final Draft DEPLOYMENT = Draft.of(
            "apps/v1 Deployment",
            """
            {'spec': {'selector': {'matchLabels': {'a': 'b'}}, 'template': {
              'metadata': {'labels': {'a': 'b'}},
              'spec': {'containers': [{'name': 'c', 'image': 'i'}]}}}}""");

    private static final Draft POD = Draft.of(
            "v1 Pod", "{'spec': {'containers': [{'name': 'c', 'image': 'i'}], 'hostAliases': [{'ip': '192.0.2.1'}]}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.strategy | {'type': 'Slow'} | spec.strategy: Unsupported value: {"Type":"Slow","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"
                    spec.strategy | {'type': 'Slow', 'rollingUpdate': {'maxSurge': '10%'}} | spec.strategy: Unsupported value: {"Type":"Slow","RollingUpdate":{"MaxUnavailable":0,"MaxSurge":"10%"}}: supported values: "Recreate", "RollingUpdate"
                    spec.selector.matchExpressions | [{'key': 'k', 'operator': 'Like'}] | spec.selector: Invalid value: {"matchLabels":{"a":"b"},"matchExpressions":[{"key":"k","operator":"Like"}]}: invalid label selector
                    """)
    void showsWhatNobodySet(String path, String value, String problem) {
        assertThat(DEPLOYMENT.with(path, value).problems()).contains(problem);
    }

    @Test
    void putsWhatBelongsToTheHostIntoTheSecurityContext() {
        assertThat(POD.with("spec.hostNetwork", "true").problemsAfter(POD, ""))
                .singleElement()
                .asString()
                .contains(" \"SecurityContext\": {\n-  \"HostNetwork\": false,\n+  \"HostNetwork\": true,\n");
    }

    @Test
    void showsEachPlaceThatDiffersByItself() {
        String problem = POD.with("spec.dnsPolicy", "'Default'")
                .with("spec.hostAliases.0.ip", "'192.0.2.2'")
                .problemsAfter(POD, "")
                .getFirst();
        assertThat(problem.lines().filter(line -> line.startsWith("@@")).count()).isEqualTo(2);
        assertThat(problem)
                .contains("- \"DNSPolicy\": \"ClusterFirst\",\n+ \"DNSPolicy\": \"Default\",\n")
                .contains("-   \"IP\": \"192.0.2.1\",\n+   \"IP\": \"192.0.2.2\",\n");
    }
}
