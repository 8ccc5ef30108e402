package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What writers are told although it is no error.
final class WarningsTest {
    private static final Draft SERVICE = Draft.of("v1 Service", "{'spec': {'ports': [{'port': 80}]}}");
    private static final Draft DRIVER =
            Draft.of("storage.k8s.io/v1 CSIDriver", "{'spec': {'tokenRequests': [{'audience': 'a'}]}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.selector | {'a': 'b'} |
                    spec.externalIPs | ['192.0.2.1'] | spec.externalIPs is deprecated and may no longer be implemented in some clusters
                    spec.trafficDistribution | 'PreferClose' | spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"
                    spec.trafficDistribution | 'PreferSameZone' |
                    spec | {'clusterIP': 'None', 'sessionAffinity': 'ClientIP'} | spec.SessionAffinity is ignored for headless services
                    """)
    void aServiceThatSaysWhatDoesNothing(String path, String value, String warning) {
        var told = SERVICE.strategy().warnings(SERVICE.with(path, value).created(), ObjectTree.EMPTY, "");
        if (warning == null) {
            assertThat(told).isEmpty();
        } else {
            assertThat(told).containsExactly(warning);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 0"})
    void aDriverThatSaysWhereItsTokensGo(boolean inSecrets, int warnings) {
        ObjectTree said =
                DRIVER.with("spec.serviceAccountTokenInSecrets", Boolean.toString(inSecrets)).created();
        assertThat(DRIVER.strategy().warnings(said, ObjectTree.EMPTY, "")).hasSize(warnings);
        assertThat(DRIVER.strategy().warnings(DRIVER.created(), ObjectTree.EMPTY, "")).hasSize(1);
        // Told once, not with each later write.
        assertThat(DRIVER.strategy().warnings(DRIVER.created(), DRIVER.created(), "")).isEmpty();
    }
}
