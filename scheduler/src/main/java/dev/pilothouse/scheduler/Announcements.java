package dev.pilothouse.scheduler;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.EventRecorder;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the scheduler writes on pods other than their node: why they wait, which node is kept for them, who has to go.
record Announcements(Client client, EventRecorder events, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    /// Says why the pod waits, and what becomes of the node that is kept for it.
    void pending(PodState pod, Decision.Nowhere decision) {
        events.record(pod.pod(), "Warning", "FailedScheduling", decision.message());
        ObjectTree status = pod.pod().object("status");
        ObjectTree.Builder changes = ObjectTree.builder();
        ObjectTree old = condition(status.list("conditions"), "PodScheduled");
        boolean said = old.text("status").equals("False") && old.text("message").equals(decision.message());
        if (!said) {
            changes.put("conditions", ListTree.of(List.of(notScheduled(pod, old, decision.message()))));
        }
        switch (decision.nomination()) {
            case Decision.Nomination.Of(String node, List<PodState> _) -> changes.put("nominatedNodeName", node);
            case Decision.Nomination.None() -> {
                if (status.has("nominatedNodeName")) {
                    changes.put("nominatedNodeName", NullTree.NULL);
                }
            }
            case Decision.Nomination.Kept() -> {}
        }
        patch(pod, changes.build());
    }

    private ObjectTree notScheduled(PodState pod, ObjectTree old, String message) {
        return ObjectTree.builder()
                .put("type", "PodScheduled")
                .put("status", "False")
                .put("reason", "Unschedulable")
                .put("message", message)
                .put("observedGeneration", ObjectMeta.generation(pod.pod()))
                .put("lastProbeTime", NullTree.NULL)
                .put(
                        "lastTransitionTime",
                        old.text("status").equals("False")
                                ? old.get("lastTransitionTime")
                                : Tree.of(Timestamps.seconds(clock.instant())))
                .build();
    }

    void nominated(PodState pod, String node) {
        if (!pod.pod().object("status").text("nominatedNodeName").equals(node)) {
            patch(pod, ObjectTree.EMPTY.with("nominatedNodeName", node));
        }
    }

    void noLongerNominated(PodState pod) {
        patch(pod, ObjectTree.of("nominatedNodeName", NullTree.NULL));
    }

    /// Sends the victim away, and says for whom.
    void preempt(PodState victim, PodState by, String node) {
        ObjectTree why = Preemption.condition(victim, Timestamps.seconds(clock.instant()));
        patch(victim, ObjectTree.of("conditions", ListTree.of(List.of(why))));
        try {
            client.delete(Pod.RESOURCE, victim.key(), Client.Deletion.of(victim.uid()));
            events.record(
                    victim.pod(), "Normal", "Preempted", "Preempted by pod " + by.uid() + " on node " + node);
        } catch (ApiError e) {
            if (!e.is(Status.NOT_FOUND)) {
                LOG.warn("{} was to make room for {} and wasn't deleted: {}", victim.key(), by.key(), e.getMessage());
            }
        }
    }

    private static ObjectTree condition(ListTree conditions, String type) {
        return conditions.objects().stream()
                .filter(condition -> condition.text("type").equals(type))
                .findFirst()
                .orElse(ObjectTree.EMPTY);
    }

    /// Changes exactly what it names: others write conditions too.
    private void patch(PodState pod, ObjectTree status) {
        if (status.isEmpty()) {
            return;
        }
        try {
            ObjectTree patch = ObjectTree.of("metadata", ObjectTree.of("uid", Tree.of(pod.uid()))).with("status", status);
            client.strategicMerge(Pod.RESOURCE, pod.key(), "status", patch);
        } catch (ApiError e) {
            LOG.debug("The status of {} was not written: {}", pod.key(), e.getMessage());
        }
    }
}
