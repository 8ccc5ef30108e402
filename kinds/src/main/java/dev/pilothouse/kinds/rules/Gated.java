package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.tree.ObjectTree;

/// Fields of features that are off: nobody can start to use them, but an object that has them keeps them.
public final class Gated {
    private Gated() {}

    /// The object without these fields, unless the old one used any of them.
    public static ObjectTree without(ObjectTree object, ObjectTree old, String... fields) {
        for (String field : fields) {
            if (!old.get(field).isNull()) {
                return object;
            }
        }
        ObjectTree kept = object;
        for (String field : fields) {
            kept = kept.without(field);
        }
        return kept;
    }
}
