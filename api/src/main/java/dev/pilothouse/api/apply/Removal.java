package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Shape.Elements;
import dev.pilothouse.api.apply.Shape.Field;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Takes fields out of an object. What loses all it held becomes null.
final class Removal {
    private Removal() {}

    static ObjectTree of(Shape shape, ObjectTree object, FieldSet fields) throws MalformedFields {
        return fields.isEmpty() ? object : remove(shape, object, fields.tree()).asObject();
    }

    private static Tree remove(Shape shape, Tree value, Tree node) throws MalformedFields {
        return switch (value) {
            case ObjectTree _ when shape.isAtomic() -> NullTree.NULL;
            case ListTree _ when shape.isAtomicFor(value) -> NullTree.NULL;
            case ObjectTree object -> fromObject(shape, object, FieldSet.below(node));
            case ListTree list when shape instanceof Elements elements ->
                fromList(elements, list, FieldSet.below(node));
            default -> value;
        };
    }

    private static Tree fromObject(Shape shape, ObjectTree object, ObjectTree steps) throws MalformedFields {
        ObjectTree rest = object;
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            Field field = shape.child(c.name());
            Tree node = steps.get(field.step());
            if (FieldSet.isMember(node)) {
                rest = rest.without(c.name());
            } else if (!node.isAbsent()) {
                rest = rest.with(c.name(), remove(field.shape(), c.value(), node));
            }
        }
        return rest.isEmpty() ? NullTree.NULL : rest;
    }

    private static Tree fromList(Elements shape, ListTree list, ObjectTree steps) throws MalformedFields {
        List<Tree> rest = new ArrayList<>(list.size());
        int position = 0;
        for (Tree element : list) {
            Tree node = steps.get(ListIndex.step(shape.identity(), element, position++));
            if (node.isAbsent()) {
                rest.add(element);
            } else if (!FieldSet.isMember(node)) {
                rest.add(remove(shape.element(), element, node));
            }
        }
        return rest.isEmpty() ? NullTree.NULL : ListTree.of(rest);
    }
}
