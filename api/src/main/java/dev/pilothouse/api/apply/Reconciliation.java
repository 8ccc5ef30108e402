package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;

/// Fits a stored field set to the shape that its kind has today: what was owned in parts when it was written, and is
/// atomic now, is owned as a whole. (A part that became granular needs nothing: the old owner keeps the whole.)
final class Reconciliation {
    private Reconciliation() {}

    static FieldSet of(Shape shape, FieldSet fields) {
        ObjectTree fitted = below(shape, fields.tree());
        return fitted == fields.tree() ? fields : new FieldSet(fitted);
    }

    private static ObjectTree below(Shape shape, ObjectTree steps) {
        ObjectTree fitted = steps;
        for (ObjectTree.Cursor c = steps.cursor(); c.next(); ) {
            Tree node = c.value();
            if (!c.name().equals(FieldSet.SELF) && !node.asObject().isEmpty()) {
                Shape part = shape.below(c.name());
                fitted = fitted.with(c.name(), isAtomicContainer(part) ? ObjectTree.EMPTY : below(part, node.asObject()));
            }
        }
        return fitted;
    }

    private static boolean isAtomicContainer(Shape shape) {
        return switch (shape) {
            case Shape.Struct _, Shape.Entries _, Shape.Elements _ -> shape.isAtomic();
            case Shape.Scalar _, Shape.AnyScalar _, Shape.Any _, Shape.Deduced _ -> false;
        };
    }
}
