package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Meets every schema inside a schema, itself first.
final class SchemaWalk {
    private static final List<String> SINGLE = List.of("items", "allOf", "anyOf", "oneOf", "not");
    private static final List<String> MAPS = List.of("properties", "patternProperties", "definitions", "dependencies");
    private static final List<String> LATE = List.of("additionalProperties", "additionalItems");

    private SchemaWalk() {}

    static boolean any(ObjectTree schema, Predicate<ObjectTree> condition) {
        boolean[] found = {false};
        each(schema, node -> found[0] |= condition.test(node));
        return found[0];
    }

    static void each(ObjectTree schema, Consumer<ObjectTree> visit) {
        visit.accept(schema);
        SINGLE.forEach(field -> below(schema.get(field), visit));
        MAPS.forEach(field -> entries(schema.object(field), visit));
        LATE.forEach(field -> below(schema.get(field), visit));
    }

    private static void below(Tree value, Consumer<ObjectTree> visit) {
        switch (value) {
            case ObjectTree schema -> each(schema, visit);
            case ListTree list -> list.forEach(item -> below(item, visit));
            default -> {}
        }
    }

    private static void entries(ObjectTree map, Consumer<ObjectTree> visit) {
        for (ObjectTree.Cursor c = map.cursor(); c.next(); ) {
            below(c.value(), visit);
        }
    }
}
