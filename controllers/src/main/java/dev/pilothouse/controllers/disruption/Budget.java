package dev.pilothouse.controllers.disruption;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a PodDisruptionBudget comes to with these pods. Pure.
///
/// B1 A pod that was allowed to go counts as gone at once; if it hasn't gone after a while it counts again.
///
/// @param expected pods that there should be
record Budget(ObjectTree budget, List<ObjectTree> pods, long expected) {
    /// How long an evicted pod may take until its deletion is seen (`DeletionTimeout`).
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Whether it matters how many pods there should be, rather than how many there are.
    static boolean asksForScale(ObjectTree budget) {
        ObjectTree spec = budget.object("spec");
        return spec.has("maxUnavailable") || spec.get("minAvailable").asText().endsWith("%");
    }

    long desired() {
        ObjectTree spec = budget.object("spec");
        return spec.has("maxUnavailable")
                ? Math.max(0, expected - share(spec.get("maxUnavailable")))
                : share(spec.get("minAvailable"));
    }

    /// A number, or a part of the expected pods, rounded up.
    private long share(Tree number) {
        String text = number.asText();
        return text.endsWith("%")
                ? Math.ceilDiv(Long.parseLong(text.substring(0, text.length() - 1)) * expected, 100)
                : number.asLong();
    }

    /// The pods that were allowed to go and haven't gone yet, with the time at which they were.
    ObjectTree disrupted(Instant now) {
        ObjectTree listed = budget.object("status").object("disruptedPods");
        ObjectTree disrupted = ObjectTree.EMPTY;
        for (ObjectTree pod : pods) {
            Tree time = listed.get(ObjectMeta.name(pod));
            if (!time.isNull() && !ObjectMeta.isBeingDeleted(pod) && until(time).isAfter(now)) {
                disrupted = disrupted.with(ObjectMeta.name(pod), time);
            }
        }
        return disrupted;
    }

    /// The pods whose time to go is over and which are still there.
    List<ObjectTree> overdue(Instant now) {
        ObjectTree listed = budget.object("status").object("disruptedPods");
        return pods.stream()
                .filter(pod -> !ObjectMeta.isBeingDeleted(pod))
                .filter(pod -> listed.has(ObjectMeta.name(pod)))
                .filter(pod -> !until(listed.get(ObjectMeta.name(pod))).isAfter(now))
                .toList();
    }

    /// When the first of those that were allowed to go counts again.
    Optional<Instant> recheck(Instant now) {
        ObjectTree disrupted = disrupted(now);
        return disrupted.names().stream()
                .map(name -> until(disrupted.get(name)))
                .min(Instant::compareTo);
    }

    private static Instant until(Tree time) {
        return Timestamps.parse(time.asText()).orElse(Instant.EPOCH).plus(PATIENCE);
    }

    long healthy(Instant now) {
        ObjectTree disrupted = disrupted(now);
        return pods.stream()
                .filter(pod -> !ObjectMeta.isBeingDeleted(pod))
                .filter(pod -> !disrupted.has(ObjectMeta.name(pod)))
                .filter(Pods::isReady)
                .count();
    }

    long allowed(Instant now) {
        return expected <= 0 ? 0 : Math.max(0, healthy(now) - desired());
    }
}
