package dev.pilothouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.core.v1.Service;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScoreTest {

    @Test
    void pluginsCountAsMuchAsUpstreamByDefault() {
        Map<String, Integer> weights = Plugins.ALL.stream()
                .filter(plugin -> plugin.weight() > 0)
                .collect(Collectors.toMap(Plugin::name, Plugin::weight));
        assertThat(weights)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "TaintToleration", 3,
                        "NodeAffinity", 2,
                        "PodTopologySpread", 2,
                        "InterPodAffinity", 2,
                        "NodeResourcesFit", 1,
                        "NodeResourcesBalancedAllocation", 1,
                        "ImageLocality", 1));
    }

    /// The node has 4 CPUs and 8 GiB.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            {cpu: '1', memory: 2Gi}   | 75 | 100
            {cpu: '4', memory: 8Gi}   | 0  | 100
            {cpu: '2', memory: 2Gi}   | 62 | 87
            {cpu: '4'}                | 48 | 50
            {}                        | 97 |
            """)
    void resourcesThatAreFreeAndEvenlyTakenCount(String requests, long fit, Long balanced) {
        Stage stage = new Stage().node("a", "{}");
        PodState pod = stage.pod("{spec: {containers: [{resources: {requests: " + requests + "}}]}}");
        assertThat(stage.scores("NodeResourcesFit", pod)).containsExactly(fit);
        assertThat(stage.scores("NodeResourcesBalancedAllocation", pod))
                .isEqualTo(balanced == null ? List.of() : List.of(balanced));
    }

    @Test
    void whatRunsAlreadyIsTaken() {
        Stage stage = new Stage()
                .node("busy", "{}")
                .node("idle", "{}")
                .running("busy", "{spec: {containers: [{resources: {requests: {cpu: '2', memory: 4Gi}}}]}}");
        PodState pod = stage.pod("{spec: {containers: [{resources: {requests: {cpu: '1', memory: 2Gi}}}]}}");
        assertThat(stage.scores("NodeResourcesFit", pod)).containsExactly(25L, 75L);
        assertThat(stage.decide(pod)).isEqualTo(new Decision.Node("idle", List.of()));
    }

    @Test
    void aNodeWithoutOneOfTheResourcesIsInBalance() {
        Stage stage = new Stage().node("a", "{allocatable: {cpu: '4', pods: '10'}}");
        PodState pod = stage.pod("{spec: {containers: [{resources: {requests: {cpu: '1'}}}]}}");
        assertThat(stage.scores("NodeResourcesBalancedAllocation", pod)).containsExactly(100L);
    }

    @Test
    void softTaintsCountAgainstANode() {
        Stage stage = new Stage()
                .node("a", "{spec: {taints: [{key: x, effect: PreferNoSchedule}, {key: z, effect: PreferNoSchedule}]}}")
                .node("b", "{spec: {taints: [{key: x, effect: PreferNoSchedule}]}}")
                .node("c", "{}");
        assertThat(stage.scores("TaintToleration", stage.pod("{}"))).containsExactly(0L, 50L, 100L);
        assertThat(stage.scores("TaintToleration", stage.pod("{spec: {tolerations: [{key: z, operator: Exists}]}}")))
                .containsExactly(0L, 0L, 100L);
    }

    @Test
    void preferencesOfNodesAddUp() {
        Stage stage = new Stage()
                .node("a", "{labels: {disk: ssd, gpu: 'on'}}")
                .node("b", "{labels: {gpu: 'on'}}")
                .node("c", "{}");
        PodState pod = stage.pod("""
                {spec: {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [
                  {weight: 30, preference: {matchExpressions: [{key: disk, operator: Exists}]}},
                  {weight: 10, preference: {matchExpressions: [{key: gpu, operator: Exists}]}}]}}}}""");
        assertThat(stage.scores("NodeAffinity", pod)).containsExactly(100L, 25L, 0L);
        assertThat(stage.scores("NodeAffinity", stage.pod("{}"))).isEmpty();
    }

    @Test
    void preferencesForAndAgainstPodsAddUp() {
        Stage stage = new Stage()
                .node("a", "{labels: {zone: east}}")
                .node("b", "{labels: {zone: west}}")
                .node("c", "{labels: {zone: north}}")
                .running("a", "{labels: {app: web}}")
                .running("b", "{labels: {app: noisy}}");
        PodState pod = stage.pod("""
                {spec: {affinity: {
                  podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 30, podAffinityTerm:
                    {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}}]},
                  podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 10, podAffinityTerm:
                    {topologyKey: zone, labelSelector: {matchLabels: {app: noisy}}}}]}}}}""");
        assertThat(stage.scores("InterPodAffinity", pod)).containsExactly(100L, 0L, 25L);
    }

    @Test
    void podsThatAreThereWeighInWithWhatTheyRequireAndPrefer() {
        Stage stage = new Stage()
                .node("a", "{labels: {zone: east}}")
                .node("b", "{labels: {zone: west}}")
                .running("a", """
                        {spec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution:
                          [{topologyKey: zone, labelSelector: {matchLabels: {app: web}}}]}}}}""");
        assertThat(stage.scores("InterPodAffinity", stage.pod("{labels: {app: web}}"))).containsExactly(100L, 0L);
        assertThat(stage.scores("InterPodAffinity", stage.pod("{labels: {app: other}}"))).isEmpty();
    }

    @Test
    void softSpreadFavoursTheEmptierZone() {
        Stage stage = new Stage()
                .node("a", "{labels: {zone: east}}")
                .node("b", "{labels: {zone: west}}")
                .node("c", "{}")
                .running("a", "{labels: {app: web}}")
                .running("a", "{labels: {app: web}}");
        PodState pod = stage.pod("""
                {labels: {app: web}, spec: {topologySpreadConstraints: [{topologyKey: zone, maxSkew: 1,
                  whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]}}""");
        assertThat(stage.scores("PodTopologySpread", pod)).containsExactly(0L, 100L, 0L);
    }

    @Test
    void podsOfAControllerAreSpreadThoughNobodyAsksForIt() {
        Stage stage = new Stage()
                .node("a", "{labels: {kubernetes.io/hostname: a}}")
                .node("b", "{labels: {kubernetes.io/hostname: b}}")
                .object(ReplicaSet.RESOURCE, "{metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}}}");
        String pod = "{labels: {app: web, of: itself}, owners: "
                + "[{apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: u, controller: true}]}";
        stage.running("a", "{labels: {app: web, of: another}}");
        assertThat(stage.decide(stage.pod(pod))).isEqualTo(new Decision.Node("b", List.of()));
        assertThat(stage.scores("PodTopologySpread", stage.pod("{labels: {app: web}}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            {app: web}             | true
            {app: web, tier: back} | true
            {app: other}           | false
            {tier: back}           | false
            """)
    void podsOfAServiceAreSpreadToo(String labels, boolean spread) {
        Stage stage = new Stage()
                .node("a", "{labels: {kubernetes.io/hostname: a}}")
                .object(Service.RESOURCE, "{metadata: {name: web}, spec: {selector: {app: web}}}");
        assertThat(stage.scores("PodTopologySpread", stage.pod("{labels: " + labels + "}")).isEmpty())
                .isNotEqualTo(spread);
    }

    /// Of two nodes only the first has the image.
    @ParameterizedTest
    @CsvSource({"app, 10000000, 0", "app, 500000000, 22", "app:latest, 2000000000, 95", "app, 4000000000, 100"})
    void anImageThatIsThereCountsByItsSize(String image, long size, long score) {
        Stage stage = new Stage()
                .node("a", "{images: [{names: ['app:latest'], sizeBytes: " + size + "}]}")
                .node("b", "{}");
        assertThat(stage.scores("ImageLocality", stage.pod("{spec: {containers: [{image: '" + image + "'}]}}")))
                .containsExactly(score, 0L);
        assertThat(stage.scores("ImageLocality", stage.pod("{spec: {containers: [{image: other}]}}")))
                .isEmpty();
    }
}
