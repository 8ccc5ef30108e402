package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;

/// What an update may not change.
public final class Immutable {
    public static final String MESSAGE = "field is immutable";

    private Immutable() {}

    /// Reports the place when its value differs from the old one. An empty object, list or nothing at all are equal.
    public static void check(Place now, Tree before) {
        if (!same(now.value(), before)) {
            now.invalid(MESSAGE);
        }
    }

    /// Checks these fields of an object one after the other.
    public static void check(Place now, ObjectTree before, String... fields) {
        for (String field : fields) {
            check(now.at(field), before.get(field));
        }
    }

    /// Equality as Go's semantic comparison sees it: a missing value and an empty list or map are the same.
    public static boolean same(Tree a, Tree b) {
        return a.equals(b) || isNothing(a) && isNothing(b);
    }

    private static boolean isNothing(Tree tree) {
        return switch (tree.type()) {
            case NULL -> true;
            case OBJECT -> tree.asObject().isEmpty();
            case LIST -> tree.asList().isEmpty();
            default -> false;
        };
    }
}
