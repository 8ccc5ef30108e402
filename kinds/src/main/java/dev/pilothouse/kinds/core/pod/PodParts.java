package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// Subresources that change a part of a pod and nothing else.
final class PodParts {
    /// What the server itself has set in the new object's metadata.
    private static final List<String> KEPT = List.of("name", "namespace", "uid", "resourceVersion", "managedFields");

    private PodParts() {}

    /// The old pod with another specification.
    static ObjectTree onlySpec(ObjectTree object, ObjectTree old, ObjectTree spec) {
        ObjectTree metadata = old.object("metadata");
        for (String field : KEPT) {
            Tree now = object.object("metadata").get(field);
            metadata = now.isAbsent() ? metadata.without(field) : metadata.with(field, now);
        }
        return old.with("metadata", metadata).with("spec", spec);
    }
}
