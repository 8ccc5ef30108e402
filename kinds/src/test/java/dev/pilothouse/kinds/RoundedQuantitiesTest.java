package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lists of resources are kept to the thousandth, wherever they stand.
final class RoundedQuantitiesTest {
    private static final String SOME = "{'cpu': '100u', 'memory': '12e-4', 'a/b': '1n', 'c/d': '-100u', 'e/f': '1500m'}";
    private static final String ROUNDED =
            "{'cpu': '1m', 'memory': '2e-3', 'a/b': '1m', 'c/d': '-1m', 'e/f': '1500m'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    v1 Pod | {'status': {'allocatedResources': LIST}}
                    v1 Pod | {'status': {'resources': {'limits': LIST, 'requests': LIST}}}
                    v1 Pod | {'status': {'containerStatuses': [{'allocatedResources': LIST, 'resources': {'limits': LIST, 'requests': LIST}}]}}
                    v1 Pod | {'status': {'initContainerStatuses': [{}, {'allocatedResources': LIST, 'resources': {'limits': LIST, 'requests': LIST}}]}}
                    v1 Pod | {'status': {'ephemeralContainerStatuses': [{'allocatedResources': LIST, 'resources': {'limits': LIST, 'requests': LIST}}]}}
                    v1 Pod | {'spec': {'overhead': LIST}}
                    v1 Pod | {'spec': {'containers': [{'resources': {'limits': LIST, 'requests': LIST}}]}}
                    v1 Node | {'status': {'capacity': LIST, 'allocatable': LIST}}
                    v1 ResourceQuota | {'spec': {'hard': LIST}, 'status': {'hard': LIST, 'used': LIST}}
                    v1 LimitRange | {'spec': {'limits': [{'type': 'Pod', 'max': LIST, 'min': LIST, 'maxLimitRequestRatio': LIST}]}}
                    v1 PersistentVolume | {'spec': {'capacity': LIST}}
                    v1 PersistentVolumeClaim | {'spec': {'resources': {'limits': LIST, 'requests': LIST}}, 'status': {'capacity': LIST, 'allocatedResources': LIST}}
                    """)
    void areRoundedUpInTheirOwnFormat(String kind, String fields) {
        Draft rounded = Draft.of(kind, fields.replace("LIST", ROUNDED));
        assertThat(Draft.of(kind, fields.replace("LIST", SOME)).defaulted()).isEqualTo(rounded.defaulted());
        assertThat(rounded.defaulted().toString()).contains("2e-3");
    }
}
