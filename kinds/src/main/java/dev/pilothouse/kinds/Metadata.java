package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// The part of `metadata` that belongs to the server: what a client can't say at creation or change in an update.
final class Metadata {
    private static final List<String> LIFETIME = List.of("deletionTimestamp", "deletionGracePeriodSeconds");

    private Metadata() {}

    /// The object as a new one: nobody can be born under sentence.
    static ObjectTree fresh(ObjectTree object) {
        ObjectTree metadata = object.object("metadata");
        for (String field : LIFETIME) {
            metadata = metadata.without(field);
        }
        return object.with("metadata", metadata);
    }

    /// The new object with what no update can change: its age, its sentence, its generation; and its identity where
    /// the client left that out.
    static ObjectTree kept(ObjectTree object, ObjectTree old) {
        ObjectTree before = old.object("metadata");
        ObjectTree metadata = object.object("metadata")
                .with("creationTimestamp", before.get("creationTimestamp"))
                .with("generation", before.get("generation"));
        if (metadata.text("uid").isEmpty()) {
            metadata = metadata.with("uid", before.get("uid"));
        }
        if (!before.get("deletionTimestamp").isNull()) {
            metadata = metadata.with("deletionTimestamp", before.get("deletionTimestamp"));
        }
        if (metadata.get("deletionGracePeriodSeconds").isNull()) {
            metadata = metadata.with("deletionGracePeriodSeconds", before.get("deletionGracePeriodSeconds"));
        }
        return object.with("metadata", metadata);
    }

    static ObjectTree withGeneration(ObjectTree object, long generation) {
        return ObjectMeta.with(object, "generation", generation == 0 ? NullTree.ABSENT : Tree.of(generation));
    }
}
