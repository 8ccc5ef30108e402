package dev.pilothouse.controllers.nodelifecycle;

import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How long a pod stays on a node with taints that evict.
final class Patience {
    private Patience() {}

    /// How long, from when the taints are seen; empty if the pod stays for good. What tolerates one taint for good doesn't lengthen
    /// the patience with another.
    static Optional<Duration> of(ObjectTree pod, List<ObjectTree> taints) {
        Optional<Duration> least = Optional.empty();
        for (ObjectTree taint : taints) {
            Optional<ObjectTree> toleration = pod.object("spec").list("tolerations").objects().stream()
                    .filter(each -> tolerates(each, taint))
                    .findFirst();
            if (toleration.isEmpty()) {
                return Optional.of(Duration.ZERO);
            }
            if (!toleration.get().get("tolerationSeconds").isNull()) {
                Duration patience = Duration.ofSeconds(Math.max(0, toleration.get().number("tolerationSeconds")));
                least = least.filter(time -> time.compareTo(patience) < 0).or(() -> Optional.of(patience));
            }
        }
        return least;
    }

    private static boolean tolerates(ObjectTree toleration, ObjectTree taint) {
        String key = toleration.text("key");
        String effect = toleration.text("effect");
        boolean same = (key.isEmpty() || key.equals(taint.text("key")))
                && (effect.isEmpty() || effect.equals(taint.text("effect")));
        return same
                && (toleration.text("operator").equals("Exists")
                        || toleration.text("value").equals(taint.text("value")));
    }
}
