package dev.pilothouse.kinds.certificates;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Write;
import java.util.ArrayList;
import java.util.List;

/// The conditions of a signing request as they are stored: the server says when each of them came.
final class Decisions {
    private static final String UPDATED = "lastUpdateTime";
    private static final String CHANGED = "lastTransitionTime";

    private Decisions() {}

    static ListTree of(ObjectTree request) {
        return request.object("status").list("conditions");
    }

    /// The new conditions with the times that nobody set.
    static ListTree dated(ObjectTree request, ObjectTree old, Write write) {
        Tree now = Tree.of(Timestamps.seconds(write.now()));
        List<Tree> dated = new ArrayList<>();
        for (ObjectTree condition : of(request).objects()) {
            ObjectTree next = condition.get(UPDATED).isNull() ? condition.with(UPDATED, now) : condition;
            dated.add(next.get(CHANGED).isNull() ? next.with(CHANGED, since(next, old, now)) : next);
        }
        return ListTree.of(dated);
    }

    private static Tree since(ObjectTree condition, ObjectTree old, Tree now) {
        return of(old).objects().stream()
                .filter(before -> before.text("type").equals(condition.text("type"))
                        && before.text("status").equals(condition.text("status"))
                        && !before.get(CHANGED).isNull())
                .findFirst()
                .map(before -> before.get(CHANGED))
                .orElse(now);
    }

    /// The conditions with those of this type as they were, if there are as many of them as before.
    static ListTree keeping(ListTree conditions, ObjectTree old, String type) {
        List<ObjectTree> before = of(old).objects().stream()
                .filter(condition -> condition.text("type").equals(type))
                .toList();
        List<Tree> kept = new ArrayList<>();
        int at = 0;
        for (ObjectTree condition : conditions.objects()) {
            boolean meant = condition.text("type").equals(type);
            if (meant && at == before.size()) {
                return conditions;
            }
            kept.add(meant ? before.get(at++) : condition);
        }
        return at == before.size() ? ListTree.of(kept) : conditions;
    }
}
