package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Shape.Elements;
import dev.pilothouse.api.apply.Shape.Entries;
import dev.pilothouse.api.apply.Shape.Field;
import dev.pilothouse.api.apply.Shape.Identity;
import dev.pilothouse.api.apply.Shape.Struct;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;

/// The fields that an object mentions: its leaves, its list elements and map entries. A struct or a granular list is
/// not mentioned by what it holds, only by being empty.
final class ConfigFields {
    private ConfigFields() {}

    static FieldSet of(Shape shape, ObjectTree object) throws MalformedFields {
        return new FieldSet(FieldSet.below(node(shape, object)));
    }

    private static Tree node(Shape shape, Tree value) throws MalformedFields {
        if (shape.isAtomicFor(value)) {
            return ObjectTree.EMPTY;
        }
        ObjectTree.Builder node = ObjectTree.builder();
        switch (shape) {
            case Elements(Identity identity, Shape element) -> {
                for (var entry : ListIndex.of(identity, value.asList()).elements().entrySet()) {
                    boolean single = entry.getValue().size() == 1;
                    Tree below = single ? node(element, entry.getValue().getFirst()) : NullTree.ABSENT;
                    node.put(entry.getKey(), FieldSet.member(below));
                }
            }
            case Struct _, Entries _, Shape.Scalar _, Shape.AnyScalar _, Shape.Any _, Shape.Deduced _ -> {
                for (ObjectTree.Cursor c = value.asObject().cursor(); c.next(); ) {
                    Field field = shape.child(c.name());
                    Tree below = node(field.shape(), c.value());
                    boolean member = !shape.declares(c.name()) || isEmptyObject(c.value());
                    node.put(field.step(), member ? FieldSet.member(below) : below);
                }
            }
        }
        return FieldSet.node(false, node.build());
    }

    private static boolean isEmptyObject(Tree value) {
        return value.isNull() || value instanceof ObjectTree object && object.isEmpty();
    }

    /// The set with every declared field on the way to a member made a member too, so that removing the set removes
    /// structs that would be left empty.
    static FieldSet withStructs(Shape shape, FieldSet set) {
        return new FieldSet(FieldSet.below(withStructs(shape, set.tree())));
    }

    private static Tree withStructs(Shape shape, Tree node) {
        ObjectTree result = node.asObject();
        for (ObjectTree.Cursor c = FieldSet.below(node).cursor(); c.next(); ) {
            Tree below = withStructs(shape.below(c.name()), c.value());
            boolean named = Step.isField(c.name()) && shape.declares(Step.fieldName(c.name()));
            result = result.with(c.name(), named ? FieldSet.member(below) : below);
        }
        return result;
    }
}
