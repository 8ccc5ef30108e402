package dev.pilothouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who has to go for a more important pod. Each node has four CPUs.
final class PreemptionTest {
    private static String pod(long priority, String cpu, String more) {
        return "{labels: {app: p" + priority + "}, spec: {priority: " + priority
                + ", containers: [{resources: {requests: {cpu: '" + cpu + "'}}}]" + more + "}}";
    }

    private static String outcome(Decision decision) {
        return switch (decision) {
            case Decision.Node(String name, List<Plugin.Errand> _) -> "goes to " + name;
            case Decision.Nowhere nowhere -> switch (nowhere.nomination()) {
                case Decision.Nomination.Of(String node, List<PodState> victims) ->
                    node + ": " + victims.stream()
                            .map(victim -> Long.toString(victim.priority()))
                            .collect(Collectors.joining(" "));
                default -> nowhere.message().replaceAll(".*preemption: ", "");
            };
        };
    }

    /// Pods are told as `node priority cpu`.
    private static Stage stage(String pods) {
        Stage stage = new Stage().node("a", "{}").node("b", "{}");
        for (String each : pods.split(",")) {
            String[] parts = each.strip().split(" ");
            stage.running(parts[0], pod(Long.parseLong(parts[1]), parts[2], ""));
        }
        return stage;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            a 10 4, b 20 4          | 4 | a: 10
            a 10 2, a 10 2, b 10 4  | 4 | b: 10
            a 10 2, a 30 2, b 20 4  | 4 | b: 20
            a 10 2, a 20 2, b 100 4 | 2 | a: 10
            a 10 1, a 20 3, b 100 4 | 2 | a: 20
            a 100 4, b 100 4        | 2 | 0/2 nodes are available: 2 No preemption victims found for incoming pod.
            a 100 3, b 10 1         | 5 | 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
            a 100 3, a 10 1, b 100 4 | 2 | 0/2 nodes are available: 1 Insufficient cpu, 1 No preemption victims found for incoming pod.
            """)
    void theLeastHarmIsDone(String pods, String cpu, String outcome) {
        Stage stage = stage(pods);
        assertThat(outcome(stage.decide(stage.pod(pod(100, cpu, ""))))).isEqualTo(outcome);
    }

    @Test
    void theClusterIsAsItWasAfterwards() {
        Stage stage = stage("a 10 4, b 20 4");
        PodState pod = stage.pod(pod(100, "4", ""));
        assertThat(outcome(stage.decide(pod))).isEqualTo(outcome(stage.decide(pod)));
        assertThat(stage.refusal("NodeResourcesFit", pod, "a")).isEqualTo("Insufficient cpu");
    }

    @Test
    void messagesOfPodsWithVictimsEndBeforeThem() {
        Stage stage = stage("a 10 4, b 20 4");
        assertThat(stage.decide(stage.pod(pod(100, "4", ""))))
                .isInstanceOfSatisfying(Decision.Nowhere.class, nowhere -> assertThat(nowhere.message())
                        .isEqualTo("0/2 nodes are available: 2 Insufficient cpu."));
    }

    @ParameterizedTest
    @CsvSource({"0, b: 20", "1, a: 10"})
    void budgetsAreKeptWherePossible(int allowed, String outcome) {
        Stage stage = stage("a 10 4, b 20 4")
                .object(
                        PodDisruptionBudget.RESOURCE,
                        "{metadata: {name: x}, spec: {selector: {matchLabels: {app: p10}}}, status: {disruptionsAllowed: "
                                + allowed + "}}");
        assertThat(outcome(stage.decide(stage.pod(pod(100, "4", ""))))).isEqualTo(outcome);
    }

    @Test
    void somePodsMayNotDisplaceOthers() {
        Stage stage = stage("a 10 4, b 20 4");
        assertThat(outcome(stage.decide(stage.pod(pod(100, "4", ", preemptionPolicy: Never")))))
                .isEqualTo("not eligible due to preemptionPolicy=Never.");
    }

    @Test
    void whoStandsInTheWayOfAnAntiAffinityGoes() {
        Stage stage = new Stage().node("a", "{labels: {host: a}}").running("a", pod(10, "1", ""));
        String far = ", affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                + " [{topologyKey: host, labelSelector: {matchLabels: {app: p10}}}]}}";
        assertThat(outcome(stage.decide(stage.pod(pod(100, "1", far))))).isEqualTo("a: 10");
    }

    @Test
    void aNodeThatIsKeptForAPodIsNotGivenToLesserOnes() {
        Stage stage = new Stage().node("a", "{}");
        PodState awaited = stage.pod(pod(100, "4", ""));
        stage.nominated(awaited, "a");
        assertThat(outcome(stage.decide(stage.pod(pod(50, "1", "")))))
                .isEqualTo("0/1 nodes are available: 1 No preemption victims found for incoming pod.");
        assertThat(outcome(stage.decide(stage.pod(pod(200, "1", ""))))).isEqualTo("goes to a");
        assertThat(outcome(stage.decide(awaited))).isEqualTo("goes to a");
    }

    @Test
    void whileVictimsLeaveNoOthersAreSought() {
        Stage stage = stage("a 10 1, b 20 4");
        String leaving = "{spec: {priority: 10, containers: [{resources: {requests: {cpu: '3'}}}]}, status: {"
                + "conditions: [{type: DisruptionTarget, status: 'True', reason: PreemptionByScheduler}]}, deleted: true}";
        PodState pod = stage.pod(pod(100, "4", ""));
        stage.running("a", leaving).nominated(pod, "a");
        assertThat(outcome(stage.decide(pod)))
                .isEqualTo("not eligible due to a terminating pod on the nominated node.");
    }
}
