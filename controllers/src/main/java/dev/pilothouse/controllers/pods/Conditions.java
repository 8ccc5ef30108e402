package dev.pilothouse.controllers.pods;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Lists of conditions in a status, one of each type.
public final class Conditions {
    private Conditions() {}

    public static ObjectTree of(ListTree conditions, String type) {
        for (ObjectTree condition : conditions.objects()) {
            if (condition.text("type").equals(type)) {
                return condition;
            }
        }
        return ObjectTree.EMPTY;
    }

    /// The list with the condition in it; one that says the same already stays as it is, with its times.
    ///
    /// @param updated whether the kind's conditions have a `lastUpdateTime`
    public static ListTree with(
            ListTree conditions, String type, String status, String reason, String message, boolean updated, Instant now) {
        ObjectTree old = of(conditions, type);
        boolean same = old.text("status").equals(status);
        if (same && old.text("reason").equals(reason) && old.text("message").equals(message)) {
            return conditions;
        }
        String time = Timestamps.seconds(now);
        ObjectTree.Builder condition = ObjectTree.builder()
                .put("type", type)
                .put("status", status)
                .put("lastTransitionTime", same ? old.get("lastTransitionTime") : Tree.of(time))
                .put("reason", reason)
                .put("message", message);
        if (updated) {
            condition.put("lastUpdateTime", time);
        }
        List<Tree> all = new ArrayList<>(without(conditions, type));
        all.add(condition.build());
        return ListTree.of(all);
    }

    public static List<Tree> without(ListTree conditions, String type) {
        return conditions.stream()
                .filter(condition -> !condition.asObject().text("type").equals(type))
                .toList();
    }
}
