package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// A reference to one of the pod's own fields (the downward API).
final class FieldReference {
    private FieldReference() {}

    static ObjectTree defaults(ObjectTree reference) {
        return Fill.text(reference, "apiVersion", "v1");
    }
}
