package dev.pilothouse.api.structural;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fills in the defaults of a schema ("Defaulting"). A null where none may stand counts as missing: it gets the default,
/// or goes away where there is none.
public final class Defaulting {
    private Defaulting() {}

    public static ObjectTree of(ObjectTree object, Structural schema) {
        return defaults(withoutNulls(object, Optional.of(schema)), Optional.of(schema)).asObject();
    }

    private static Tree withoutNulls(Tree value, Optional<Structural> schema) {
        return switch (value) {
            case ObjectTree object -> {
                ObjectTree result = object;
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    Optional<Structural> below = schema.flatMap(node -> node.field(c.name()));
                    boolean dropped = c.value().isNull()
                            && below.isPresent()
                            && !below.get().nullable()
                            && below.get().defaultValue().isAbsent();
                    Tree kept = dropped ? NullTree.ABSENT : withoutNulls(c.value(), below);
                    result = kept == c.value() ? result : result.with(c.name(), kept);
                }
                yield result;
            }
            case ListTree list -> each(list, item -> withoutNulls(item, schema.flatMap(Structural::items)));
            default -> value;
        };
    }

    private static Tree defaults(Tree value, Optional<Structural> schema) {
        if (schema.isEmpty()) {
            return value;
        }
        Structural node = schema.get();
        return switch (value) {
            case ObjectTree object -> fields(object, node);
            case ListTree list ->
                each(list, item -> defaults(inPlaceOfNull(item, node.items()), node.items()));
            default -> value;
        };
    }

    private static ObjectTree fields(ObjectTree object, Structural node) {
        ObjectTree result = object;
        for (Map.Entry<String, Structural> property : node.properties().entrySet()) {
            Structural below = property.getValue();
            Tree standard = below.defaultValue();
            if (standard.isAbsent()) {
                continue;
            }
            Tree present = result.get(property.getKey());
            if (present.isAbsent() || present.isNull() && !below.nullable()) {
                result = result.with(property.getKey(), standard);
            }
        }
        ObjectTree filled = result;
        for (ObjectTree.Cursor c = filled.cursor(); c.next(); ) {
            Optional<Structural> below = node.field(c.name());
            Tree before = node.properties().containsKey(c.name()) ? c.value() : inPlaceOfNull(c.value(), below);
            Tree after = defaults(before, below);
            result = after == c.value() ? result : result.with(c.name(), after);
        }
        return result;
    }

    private static Tree inPlaceOfNull(Tree value, Optional<Structural> schema) {
        boolean forbidden = value.isNull() && schema.isPresent() && !schema.get().nullable();
        if (!forbidden) {
            return value;
        }
        Tree standard = schema.get().defaultValue();
        return standard.isAbsent() ? NullTree.NULL : standard;
    }

    private interface Step {
        Tree apply(Tree item);
    }

    private static ListTree each(ListTree list, Step step) {
        List<Tree> changed = new ArrayList<>(list.size());
        boolean same = true;
        for (Tree item : list) {
            Tree after = step.apply(item);
            same &= after == item;
            changed.add(after);
        }
        return same ? list : ListTree.of(changed);
    }
}
