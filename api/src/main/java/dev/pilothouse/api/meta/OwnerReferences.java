package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/// Who an object belongs to: reads and edits `metadata.ownerReferences` of whole objects.
public final class OwnerReferences {
    private OwnerReferences() {}

    /// A reference to the owner as the controller that manages the object; its deletion in the foreground waits.
    public static ObjectTree controller(ObjectTree owner) {
        return to(owner).with("controller", true).with("blockOwnerDeletion", true);
    }

    /// A plain reference.
    public static ObjectTree to(ObjectTree owner) {
        return ObjectTree.builder()
                .put("apiVersion", owner.text("apiVersion"))
                .put("kind", owner.text("kind"))
                .put("name", ObjectMeta.name(owner))
                .put("uid", ObjectMeta.uid(owner))
                .build();
    }

    public static List<ObjectTree> of(ObjectTree object) {
        return object.object("metadata").list("ownerReferences").objects();
    }

    /// The one owner that is marked as controller.
    public static Optional<ObjectTree> controllerOf(ObjectTree object) {
        return of(object).stream().filter(owner -> owner.bool("controller")).findFirst();
    }

    public static boolean isControlledBy(ObjectTree object, String uid) {
        return controllerOf(object).map(owner -> owner.text("uid").equals(uid)).orElse(false);
    }

    /// The object with the owner added, in the place of a reference of the same uid.
    public static ObjectTree plus(ObjectTree object, ObjectTree reference) {
        List<ObjectTree> others = of(without(object, reference.text("uid")));
        return with(object, ListTree.of(others).plus(reference));
    }

    public static ObjectTree without(ObjectTree object, String uid) {
        return with(
                object,
                ListTree.of(of(object).stream()
                        .filter(owner -> !owner.text("uid").equals(uid))
                        .toList()));
    }

    private static ObjectTree with(ObjectTree object, ListTree references) {
        ObjectTree metadata = object.object("metadata");
        return object.with(
                "metadata",
                references.isEmpty()
                        ? metadata.without("ownerReferences")
                        : metadata.with("ownerReferences", references));
    }
}
