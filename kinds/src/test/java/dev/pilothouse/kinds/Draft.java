package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// An object in the making, treated as the API server treats what a client sends. JSON is written with single quotes.
record Draft(Strategy strategy, ObjectTree object) {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Write WRITE = new Write(Author.NOBODY, NOW);

    /// An object named `sample` with these fields besides.
    ///
    /// @param apiVersion followed by the kind, such as `apps/v1 Deployment`
    static Draft of(String apiVersion, String fields) {
        String[] parts = apiVersion.split(" ");
        String[] group = parts[0].split("/");
        GroupVersionKind kind = group.length == 1
                ? new GroupVersionKind("", group[0], parts[1])
                : new GroupVersionKind(group[0], group[1], parts[1]);
        Strategy strategy = Kinds.strategy(ApiResources.builtIn().find(kind).orElseThrow());
        ObjectTree object = json(fields).asObject().with("apiVersion", parts[0]).with("kind", parts[1]);
        return new Draft(strategy, object.withAt(Tree.of("sample"), "metadata", "name"));
    }

    static Tree json(String text) {
        try {
            return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// With the value at the path, such as `spec.containers.0.image`; `-` takes away what stands there.
    Draft with(String path, String value) {
        return new Draft(strategy, put(object, path.split("\\."), 0, value).asObject());
    }

    private static Tree put(Tree tree, String[] path, int at, String value) {
        boolean last = at + 1 == path.length;
        if (tree instanceof ListTree list) {
            int index = Integer.parseInt(path[at]);
            if (last && value.equals("-")) {
                return list.without(index);
            }
            Tree item = last ? json(value) : put(list.get(index), path, at + 1, value);
            return index < list.size() ? list.with(index, item) : list.plus(item);
        }
        ObjectTree object = tree.asObject();
        if (last && value.equals("-")) {
            return object.without(path[at]);
        }
        return object.with(path[at], last ? json(value) : put(object.get(path[at]), path, at + 1, value));
    }

    ObjectTree defaulted() {
        return strategy.defaults(object);
    }

    /// What the server would store.
    ObjectTree created() {
        ObjectTree named = defaulted();
        if (strategy.resource().namespaced()) {
            named = named.withAt(Tree.of("default"), "metadata", "namespace");
        }
        return strategy.prepareCreate(
                named.withAt(Tree.of("8d9b3b8e-0000-4000-8000-000000000001"), "metadata", "uid"), WRITE);
    }

    /// What is wrong with it as a new object.
    List<FieldError> errors() {
        return strategy.validateCreate(created());
    }

    /// What is wrong with it as a new object, as clients see it.
    List<String> problems() {
        return errors().stream().map(FieldError::toString).toList();
    }

    private ObjectTree stored() {
        return created().withAt(Tree.of("1"), "metadata", "resourceVersion");
    }

    private ObjectTree replacing(ObjectTree old, String subresource) {
        ObjectTree metadata = old.object("metadata");
        ObjectTree next = defaulted();
        for (String field : List.of("namespace", "uid", "creationTimestamp", "resourceVersion")) {
            next = metadata.has(field) ? next.withAt(metadata.get(field), "metadata", field) : next;
        }
        return strategy.prepareUpdate(next, old, subresource, WRITE);
    }

    /// What the server would store in place of the old one.
    ObjectTree updated(Draft old, String subresource) {
        return replacing(old.stored(), subresource);
    }

    /// What is wrong with it as a replacement of the old one.
    List<FieldError> errorsAfter(Draft old, String subresource) {
        ObjectTree before = old.stored();
        return strategy.validateUpdate(replacing(before, subresource), before, subresource);
    }

    /// What is wrong with it as a replacement of the old one, as clients see it.
    List<String> problemsAfter(Draft old, String subresource) {
        return errorsAfter(old, subresource).stream().map(FieldError::toString).toList();
    }
}
