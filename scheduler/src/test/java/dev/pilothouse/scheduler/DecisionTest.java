package dev.pilothouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Upstream's words for pods that fit nowhere, and the ways in which a node is picked.
final class DecisionTest {

    private static String message(Decision decision) {
        return decision instanceof Decision.Nowhere(String message, Set<String> _, Decision.Nomination _) ? message : decision.toString();
    }

    @Test
    void withoutNodesThereIsNothingToSay() {
        Stage stage = new Stage();
        assertThat(message(stage.decide(stage.pod("{}")))).isEqualTo("no nodes available to schedule pods");
    }

    @Test
    void reasonsAreCountedAndSorted() {
        Stage stage = new Stage()
                .node("a", "{spec: {unschedulable: true}}")
                .node("b", "{spec: {taints: [{key: x, effect: NoSchedule}]}}")
                .node("c", "{spec: {taints: [{key: z, effect: NoSchedule}]}}")
                .node("d", "{}")
                .running("d", "{spec: {containers: [{resources: {requests: {cpu: '3'}}}]}}");
        PodState pod = stage.pod("{spec: {containers: [{resources: {requests: {cpu: '2'}}}]}}");
        assertThat(stage.decide(pod))
                .isEqualTo(new Decision.Nowhere(
                        "0/4 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable, "
                                + "2 node(s) had untolerated taint(s). no new claims to deallocate, preemption: "
                                + "0/4 nodes are available: 1 No preemption victims found for incoming pod, "
                                + "3 Preemption is not helpful for scheduling.",
                        Set.of("NodeUnschedulable", "TaintToleration", "NodeResourcesFit"),
                        new Decision.Nomination.None()));
    }

    @Test
    void aNodeThatLacksSeveralThingsNamesThemAll() {
        Stage stage = new Stage().node("a", "{allocatable: {cpu: '1', memory: 1Gi, pods: '0'}}");
        PodState pod = stage.pod("{spec: {containers: [{resources: {requests: {cpu: '2', memory: 2Gi}}}]}}");
        assertThat(message(stage.decide(pod)))
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 Too many pods. "
                        + "no new claims to deallocate, preemption: 0/1 nodes are available: "
                        + "1 Preemption is not helpful for scheduling.");
    }

    @Test
    void theFirstPluginThatRefusesGivesTheReason() {
        Stage stage = new Stage()
                .node("a", "{spec: {unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}}");
        assertThat(message(stage.decide(stage.pod("{spec: {nodeSelector: {x: z}}}"))))
                .isEqualTo("0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, "
                        + "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
    }

    @Test
    void equalNodesAllGetTheirTurn() {
        Stage stage = new Stage().node("a", "{}").node("b", "{}").node("c", "{}");
        Decision.Maker maker = new Decision.Maker(Plugins.ALL, new Random(1));
        assertThat(names(stage, maker, 60)).contains("a", "b", "c");
    }

    @Test
    void ofManyNodesOnlyAPartIsLookedAtAndTheNextRoundGoesOnThere() {
        Stage stage = new Stage();
        for (int i = 0; i < 1_000; i++) {
            stage.node("n%04d".formatted(i), "{}");
        }
        // 42 of 100 nodes are looked at in a cluster of 1,000.
        Decision.Maker maker = new Decision.Maker(Plugins.ALL, new Random(1));
        List<String> first = names(stage, maker, 1);
        List<String> second = names(stage, maker, 1);
        assertThat(first.getFirst()).isLessThan("n0420");
        assertThat(second.getFirst()).isBetween("n0420", "n0839");
    }

    private static List<String> names(Stage stage, Decision.Maker maker, int times) {
        return java.util.stream.IntStream.range(0, times)
                .mapToObj(_ -> ((Decision.Node) stage.decide(maker, stage.pod("{}"))).name())
                .toList();
    }
}
