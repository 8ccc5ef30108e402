package dev.pilothouse.api.patch;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// A merge patch (RFC 7386): objects are merged, null removes, all else replaces.
///
/// @param duplicates the paths of fields that the body holds twice, for strict field validation
public record MergePatch(ObjectTree patch, List<String> duplicates) {

    public static MergePatch parse(byte[] body) {
        Json.Parsed parsed;
        try {
            parsed = Json.parseNotingDuplicates(body);
        } catch (MalformedJson e) {
            throw ApiError.badRequest("error decoding patch: " + e.getMessage());
        }
        return switch (parsed.tree()) {
            case ObjectTree object -> new MergePatch(object, parsed.duplicates());
            case Tree tree when tree.isNull() -> throw ApiError.badRequest("Invalid JSON Patch");
            default ->
                throw ApiError.badRequest("error decoding patch: json: cannot unmarshal "
                        + parsed.tree().type().json() + " into Go value of type map[string]interface {}");
        };
    }

    public ObjectTree apply(ObjectTree document) {
        return merge(document, patch);
    }

    private static ObjectTree merge(ObjectTree document, ObjectTree patch) {
        ObjectTree merged = document;
        for (ObjectTree.Cursor c = patch.cursor(); c.next(); ) {
            String name = c.name();
            Tree value = c.value();
            if (value.isNull()) {
                merged = merged.without(name);
            } else if (merged.get(name) instanceof ObjectTree below) {
                merged = merged.with(name, value instanceof ObjectTree object ? merge(below, object) : value);
            } else {
                merged = merged.with(name, pruned(value));
            }
        }
        return merged;
    }

    /// A value that comes from the patch as a whole: the nulls in it have nothing to remove.
    private static Tree pruned(Tree value) {
        return switch (value) {
            case ObjectTree object -> {
                ObjectTree kept = object;
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    kept = c.value().isNull() ? kept.without(c.name()) : kept.with(c.name(), pruned(c.value()));
                }
                yield kept;
            }
            case ListTree list ->
                ListTree.of(list.stream()
                        .filter(element -> !element.isNull())
                        .map(MergePatch::pruned)
                        .toList());
            default -> value;
        };
    }
}
