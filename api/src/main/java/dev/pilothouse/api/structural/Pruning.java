package dev.pilothouse.api.structural;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Leaves out what a schema doesn't name ("Field pruning"). Notes the paths of what was left out. For one thread.
public final class Pruning {
    static final Set<String> ENVELOPE = Set.of("apiVersion", "kind", "metadata");

    private final List<String> unknown = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();

    public Pruning() {}

    /// The object as a resource: its own `apiVersion`, `kind` and `metadata` stay.
    public ObjectTree resource(ObjectTree object, Structural schema) {
        return fields(object, Optional.of(schema), true, !schema.preserveUnknownFields());
    }

    public Tree value(Tree value, Structural schema) {
        return prune(value, Optional.of(schema));
    }

    /// Where fields were left out, sorted.
    public List<String> unknown() {
        return unknown.stream().sorted().toList();
    }

    private Tree prune(Tree value, Optional<Structural> schema) {
        if (schema.isPresent() && schema.get().preserveUnknownFields()) {
            return kept(value, schema.get());
        }
        return switch (value) {
            case ObjectTree object -> fields(object, schema, isResource(schema), true);
            case ListTree list -> items(list, item -> prune(item, schema.flatMap(Structural::items)));
            default -> value;
        };
    }

    /// Inside what is kept whole, parts with a schema of their own are pruned again.
    private Tree kept(Tree value, Structural schema) {
        return switch (value) {
            case ObjectTree object -> fields(object, Optional.of(schema), schema.embeddedResource(), false);
            case ListTree list ->
                schema.items().isPresent()
                        ? items(list, item -> kept(item, schema.items().get()))
                        : list;
            default -> value;
        };
    }

    private static boolean isResource(Optional<Structural> schema) {
        return schema.isPresent() && schema.get().embeddedResource();
    }

    private ObjectTree fields(ObjectTree object, Optional<Structural> schema, boolean resource, boolean dropping) {
        ObjectTree result = object;
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            String name = c.name();
            if (resource && ENVELOPE.contains(name)) {
                continue;
            }
            Optional<Structural> own = schema.flatMap(node -> node.property(name));
            boolean known = own.isPresent()
                    || schema.isPresent() && schema.get().tree().has("additionalProperties");
            if (known) {
                Optional<Structural> below = own.isPresent() ? own : schema.flatMap(Structural::additional);
                path.addLast(name);
                Tree pruned = prune(c.value(), below);
                path.removeLast();
                result = pruned == c.value() ? result : result.with(name, pruned);
            } else if (dropping) {
                if (!ENVELOPE.contains(name) || !path.isEmpty()) {
                    unknown.add(at(name));
                }
                result = result.with(name, NullTree.ABSENT);
            }
        }
        return result;
    }

    private interface Step {
        Tree apply(Tree item);
    }

    private ListTree items(ListTree list, Step step) {
        List<Tree> pruned = new ArrayList<>(list.size());
        boolean same = true;
        int index = 0;
        for (Tree item : list) {
            path.addLast("[" + index++ + "]");
            Tree kept = step.apply(item);
            path.removeLast();
            same &= kept == item;
            pruned.add(kept);
        }
        return same ? list : ListTree.of(pruned);
    }

    private String at(String name) {
        StringBuilder text = new StringBuilder();
        for (String step : path) {
            text.append(text.isEmpty() || step.startsWith("[") ? "" : ".").append(step);
        }
        return text.append(text.isEmpty() ? "" : ".").append(name).toString();
    }
}
