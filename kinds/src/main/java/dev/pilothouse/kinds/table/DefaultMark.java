package dev.pilothouse.kinds.table;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;

/// The name of a class in tables, marked where it is the one for those who name none.
public final class DefaultMark {
    private DefaultMark() {}

    public static String name(ObjectTree object, String... annotations) {
        for (String annotation : annotations) {
            if (ObjectMeta.annotation(object, annotation).equals("true")) {
                return ObjectMeta.name(object) + " (default)";
            }
        }
        return ObjectMeta.name(object);
    }
}
