package dev.pilothouse.controllers.certificates;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.controllers.pods.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a signing request: `Approved`, `Denied`, `Failed`.
final class Decision {
    private Decision() {}

    static boolean is(ObjectTree csr, String type) {
        return Conditions.of(csr.object("status").list("conditions"), type)
                .text("status")
                .equals("True");
    }

    /// When it was decided so; empty if it wasn't.
    static Optional<Instant> since(ObjectTree csr, String type) {
        ObjectTree condition = Conditions.of(csr.object("status").list("conditions"), type);
        return Timestamps.parse(condition.text("lastUpdateTime"));
    }

    static ObjectTree with(ObjectTree csr, String type, String reason, String message, Instant now) {
        List<Tree> all =
                new ArrayList<>(Conditions.without(csr.object("status").list("conditions"), type));
        all.add(ObjectTree.builder()
                .put("type", type)
                .put("status", "True")
                .put("reason", reason)
                .put("message", message)
                .put("lastUpdateTime", Timestamps.seconds(now))
                .put("lastTransitionTime", Timestamps.seconds(now))
                .build());
        return csr.withAt(ListTree.of(all), "status", "conditions");
    }
}
