package dev.pilothouse.controllers.nodelifecycle;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How long a pod stays on a node with taints that evict.
final class Patience {
    private Patience() {}

    /// The time left; empty if the pod stays for good.
    static Optional<Duration> left(ObjectTree pod, List<ObjectTree> taints, Instant now) {
        Optional<Duration> least = Optional.empty();
        for (ObjectTree taint : taints) {
            Optional<ObjectTree> toleration = pod.object("spec").list("tolerations").objects().stream()
                    .filter(each -> tolerates(each, taint))
                    .findFirst();
            if (toleration.isEmpty()) {
                return Optional.of(Duration.ZERO);
            }
            if (toleration.get().get("tolerationSeconds").isNull()) {
                continue;
            }
            Instant since = Timestamps.parse(taint.text("timeAdded")).orElse(now);
            Duration left =
                    Duration.between(now, since.plusSeconds(toleration.get().number("tolerationSeconds")));
            least = least.filter(time -> time.compareTo(left) < 0).or(() -> Optional.of(left));
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
