package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with lists of resources, in the order and the words that clients know.
final class ResourceListRulesTest {

    private static Draft pod(String resources) {
        return Draft.of(
                "v1 Pod", "{'spec': {'containers': [{'name': 'c', 'image': 'i', 'resources': " + resources + "}]}}");
    }

    @Test
    void aLimitRangeTellsOfItsListsInTheirOrder() {
        assertThat(Draft.of(
                                "v1 LimitRange",
                                "{'spec': {'limits': [{'type': 'Pod', 'max': {'pods': '1'}, 'min': {'pods': '1'},"
                                        + " 'default': {'pods': '1'}, 'defaultRequest': {'pods': '1'},"
                                        + " 'maxLimitRequestRatio': {'pods': '1'}}]}}")
                        .problems())
                .containsExactly(
                        "spec.limits[0].max[pods]: Invalid value: \"pods\": must be a standard resource for containers",
                        "spec.limits[0].min[pods]: Invalid value: \"pods\": must be a standard resource for containers",
                        "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
                        "spec.limits[0].defaultRequest: Forbidden: may not be specified when `type` is 'Pod'",
                        "spec.limits[0].maxLimitRequestRatio[pods]: Invalid value: \"pods\": must be a standard resource for containers");
    }

    @Test
    void aLimitRangeForClaimsAsksForASizeBeforeItLooksAtRatios() {
        assertThat(Draft.of(
                                "v1 LimitRange",
                                "{'spec': {'limits': [{'type': 'PersistentVolumeClaim', 'maxLimitRequestRatio': {'a': '1'}}]}}")
                        .problems())
                .containsExactly(
                        "spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided",
                        "spec.limits[0].maxLimitRequestRatio[a]: Invalid value: \"a\": must be a standard resource type or fully qualified");
    }

    @Test
    void aRequestIsComparedWithItsLimitBeforeItsPagesAreCounted() {
        assertThat(pod("{'requests': {'hugepages-2Mi': '1'}}").problems())
                .containsExactly(
                        "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources",
                        "spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: \"1\": 1 is not positive integer multiple of hugepages-2Mi",
                        "spec.containers[0].resources: Forbidden: HugePages require cpu or memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E", "9223372036854775807", "9223372036854775808", "100e18", "8Ei"})
    void moreThan64BitsOfThousandthsAreWhole(String amount) {
        Draft pod = pod("{'limits': {'a.b/c': '" + amount + "', 'memory': '" + amount + "'}}");
        assertThat(pod.problems()).isEmpty();
        assertThat(pod.strategy().warnings(pod.created(), ObjectTree.EMPTY, ""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "100e18"})
    void nobodyCountsPagesBeyond64Bits(String amount) {
        assertThat(pod("{'limits': {'cpu': '1', 'hugepages-2Mi': '" + amount + "'}}").problems()).isEmpty();
    }

    @Test
    void aVolumeHasAnAmountThatIsNotNegative() {
        Draft volume = Draft.of(
                "v1 PersistentVolume",
                "{'spec': {'capacity': {'storage': '-1m'}, 'accessModes': ['ReadWriteOnce'], 'hostPath': {'path': '/a'}}}");
        assertThat(volume.problems())
                .isEqualTo(List.of(
                        "spec.capacity[storage]: Invalid value: -1: must be a valid resource quantity",
                        "spec.capacity[storage]: Invalid value: \"-1m\": must be greater than zero"));
    }

    @Test
    void aVolumeMayHaveAShareOfAByte() {
        Draft volume = Draft.of(
                "v1 PersistentVolume",
                "{'spec': {'capacity': {'storage': '1500m'}, 'accessModes': ['ReadWriteOnce'], 'hostPath': {'path': '/a'}}}");
        assertThat(volume.strategy().warnings(volume.created(), ObjectTree.EMPTY, ""))
                .isEmpty();
    }
}
