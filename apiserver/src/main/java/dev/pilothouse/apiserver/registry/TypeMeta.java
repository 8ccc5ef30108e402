package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Optional;

/// What is looked for first in a body, whatever it turns out to be: the kind and the version that it names.
public final class TypeMeta {
    private static final String UNREADABLE = "couldn't get version/kind; json parse error: json: cannot unmarshal ";

    private TypeMeta() {}

    /// Why they can't be read, in the words of Go's decoder; empty if they can, or aren't there.
    public static Optional<String> problem(Tree body) {
        if (body.isNull()) {
            return Optional.empty();
        }
        if (!(body instanceof ObjectTree object)) {
            return Optional.of(UNREADABLE + body.type().json()
                    + " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
                    + " Kind string \"json:\\\"kind,omitempty\\\"\" }");
        }
        for (String field : List.of("apiVersion", "kind")) {
            Tree value = object.get(field);
            if (!value.isNull() && !(value instanceof TextTree)) {
                return Optional.of(
                        UNREADABLE + value.type().json() + " into Go struct field ." + field + " of type string");
            }
        }
        return GroupVersion.malformed(object.text("apiVersion"));
    }
}
