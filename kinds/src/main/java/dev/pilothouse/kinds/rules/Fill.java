package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Fills in defaults. What needs none stays the very same tree.
public final class Fill {
    private Fill() {}

    /// Sets a text that is missing or empty.
    public static ObjectTree text(ObjectTree object, String field, String value) {
        return object.hasText(field) ? object : object.with(field, value);
    }

    /// Sets a number that is missing or zero.
    public static ObjectTree number(ObjectTree object, String field, long value) {
        return object.number(field) == 0 ? object.with(field, value) : object;
    }

    /// Sets a value that is missing; a zero or an empty text is a value.
    public static ObjectTree missing(ObjectTree object, String field, Tree value) {
        return object.get(field).isNull() ? object.with(field, value) : object;
    }

    public static ObjectTree missing(ObjectTree object, String field, long value) {
        return missing(object, field, Tree.of(value));
    }

    public static ObjectTree missing(ObjectTree object, String field, boolean value) {
        return missing(object, field, Tree.of(value));
    }

    public static ObjectTree missing(ObjectTree object, String field, String value) {
        return missing(object, field, Tree.of(value));
    }

    /// Changes the object in the field, if there is one.
    public static ObjectTree inside(ObjectTree object, String field, UnaryOperator<ObjectTree> change) {
        return object.get(field) instanceof ObjectTree below ? with(object, field, below, change.apply(below)) : object;
    }

    /// Changes the object in the field, an empty one if there is none.
    public static ObjectTree under(ObjectTree object, String field, UnaryOperator<ObjectTree> change) {
        ObjectTree below = object.object(field);
        return with(object, field, below, change.apply(below));
    }

    /// Changes every object of the list in the field.
    public static ObjectTree each(ObjectTree object, String field, UnaryOperator<ObjectTree> change) {
        if (!(object.get(field) instanceof ListTree list) || list.isEmpty()) {
            return object;
        }
        List<Tree> changed = new ArrayList<>(list.size());
        boolean same = true;
        for (Tree item : list) {
            ObjectTree before = item.asObject();
            ObjectTree after = change.apply(before);
            same &= after == before;
            changed.add(after);
        }
        return same ? object : object.with(field, ListTree.of(changed));
    }

    private static ObjectTree with(ObjectTree object, String field, ObjectTree before, ObjectTree after) {
        return after == before ? object : object.with(field, after);
    }
}
