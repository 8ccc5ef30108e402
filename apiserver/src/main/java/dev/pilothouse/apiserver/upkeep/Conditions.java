package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Conditions in the status of an object. Source: API conventions, "Typical status properties".
final class Conditions {
    private Conditions() {}

    static ObjectTree of(String type, String status, String reason, String message) {
        return ObjectTree.builder()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", message)
                .build();
    }

    /// Whether the object's status says all that, whatever the time.
    static boolean says(ObjectTree object, ObjectTree condition) {
        return condition.equals(known(object, condition).without("lastTransitionTime"));
    }

    private static ObjectTree known(ObjectTree object, ObjectTree condition) {
        return list(object).stream()
                .filter(other -> other.text("type").equals(condition.text("type")))
                .findFirst()
                .orElse(ObjectTree.EMPTY);
    }

    private static List<ObjectTree> list(ObjectTree object) {
        return object.object("status").list("conditions").objects();
    }

    /// The object with the condition in place of the one of its type. The time is that of the last change of the
    /// condition's status.
    static ObjectTree with(ObjectTree object, ObjectTree condition, String now) {
        ObjectTree before = known(object, condition);
        boolean lasting = before.text("status").equals(condition.text("status"));
        ObjectTree timed =
                condition.with("lastTransitionTime", lasting ? before.text("lastTransitionTime") : now);
        List<Tree> all = new ArrayList<>();
        boolean placed = false;
        for (ObjectTree other : list(object)) {
            boolean same = other.text("type").equals(condition.text("type"));
            all.add(same ? timed : other);
            placed |= same;
        }
        if (!placed) {
            all.add(timed);
        }
        return object.withAt(ListTree.of(all), "status", "conditions");
    }
}
