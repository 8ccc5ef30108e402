package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a definition (API reference "CustomResourceDefinitionCondition").
public final class DefinitionStatus {
    public static final String ESTABLISHED = "Established";
    public static final String NAMES_ACCEPTED = "NamesAccepted";
    public static final String TERMINATING = "Terminating";

    /// The finalizer of a definition whose objects must go before it.
    public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private DefinitionStatus() {}

    /// The definition as one that is to go after all of its objects.
    static ObjectTree condemned(ObjectTree definition, Tree time) {
        ObjectTree marked = ObjectMeta.withFinalizer(ObjectMeta.with(definition, "deletionTimestamp", time), CLEANUP);
        return withCondition(
                marked,
                TERMINATING,
                "True",
                "InstanceDeletionPending",
                "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
                time);
    }

    public static Optional<ObjectTree> condition(ObjectTree definition, String type) {
        return definition.object("status").list("conditions").objects().stream()
                .filter(condition -> condition.text("type").equals(type))
                .findFirst();
    }

    public static boolean isTrue(ObjectTree definition, String type) {
        return condition(definition, type)
                .filter(condition -> condition.text("status").equals("True"))
                .isPresent();
    }

    /// The definition with the condition; its time moves when its status does.
    ///
    /// @param time the time of now, as it is written
    public static ObjectTree withCondition(
            ObjectTree definition, String type, String status, String reason, String message, Tree time) {
        Optional<ObjectTree> before = condition(definition, type);
        boolean kept = before.isPresent() && before.get().text("status").equals(status);
        ObjectTree condition = before.orElse(ObjectTree.EMPTY)
                .with("type", type)
                .with("status", status)
                .with("reason", reason)
                .with("message", message)
                .with("lastTransitionTime", kept ? before.get().get("lastTransitionTime") : time);
        List<Tree> conditions = new ArrayList<>();
        boolean placed = false;
        for (Tree one : definition.object("status").list("conditions")) {
            boolean same = one.asObject().text("type").equals(type);
            conditions.add(same ? condition : one);
            placed |= same;
        }
        if (!placed) {
            conditions.add(condition);
        }
        return definition.withAt(ListTree.of(conditions), "status", "conditions");
    }
}
