package dev.pilothouse.api.patch;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A strategic merge patch: objects are merged; lists are merged by key, merged as sets or replaced, as the schema
/// says; directives in the patch ask for more.
///
/// | directive | where | meaning |
/// |---|---|---|
/// | `$patch: replace` | object, or an element of a merged list | what is there gives way to the rest of the patch |
/// | `$patch: delete` | object, or an element of a merged list | the object, or the element with that key, goes |
/// | `$deleteFromPrimitiveList/<list>` | object | these values leave the list |
/// | `$setElementOrder/<list>` | object | the order of the elements that the client knows |
/// | `$retainKeys` | object | all other fields go |
///
/// @param duplicates the paths of fields that the body holds twice, for strict field validation
public record StrategicMergePatch(ObjectTree patch, List<String> duplicates) {
    static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList";
    private static final String ORDER = "$setElementOrder";

    public static StrategicMergePatch parse(byte[] body) {
        Json.Parsed parsed;
        try {
            parsed = Json.parseNotingDuplicates(body);
        } catch (MalformedJson e) {
            throw ApiError.badRequest(e.getMessage());
        }
        if (!(parsed.tree() instanceof ObjectTree) && !parsed.tree().isNull()) {
            throw ApiError.badRequest("json: cannot unmarshal " + parsed.tree().type().json()
                    + " into Go value of type map[string]interface {}");
        }
        return new StrategicMergePatch(parsed.tree().asObject(), parsed.duplicates());
    }

    public ObjectTree apply(ObjectTree document, TypeSchema schema) {
        return merge(document, patch, new Place(Optional.of(schema), "struct"));
    }

    /// What is known about an object: the type that declares its fields, or nothing for a map.
    ///
    /// @param kind the word for it in messages
    record Place(Optional<TypeSchema> schema, String kind) {

        static Place of(FieldType type) {
            return switch (type) {
                case FieldType.Reference(FieldType.TypeName name) -> new Place(Optional.of(name.schema()), "struct");
                case FieldType.ListOf(FieldType element, boolean _) -> of(element);
                case FieldType.MapOf _ -> new Place(Optional.empty(), "map");
                case FieldType.Scalar _ -> new Place(Optional.empty(), "interface");
            };
        }

        FieldSchema field(String name) {
            TypeSchema type = schema.orElseThrow(() -> ApiError.unclassified(
                    "merging an object in json but data type is not struct, instead is: " + kind));
            return type.field(name)
                    .orElseThrow(() -> ApiError.unclassified("unable to find api field in struct " + type.shortName()
                            + " for the json field " + GoText.quote(name)));
        }
    }

    static ObjectTree merge(ObjectTree original, ObjectTree patch, Place place) {
        Tree directive = patch.get(DIRECTIVE);
        if (!directive.isAbsent()) {
            return switch (directive.asText()) {
                case "replace" -> patch.without(DIRECTIVE);
                case "delete" -> ObjectTree.EMPTY;
                default -> throw unknown(directive, patch);
            };
        }
        ObjectTree rest = patch.without(RETAIN_KEYS);
        ObjectTree merged = retain(original, patch, rest);
        for (ObjectTree.Cursor c = rest.cursor(); c.next(); ) {
            if (c.name().startsWith(ORDER)) {
                String list = listName(c.name(), ORDER, "setElementOrder list");
                merged = ordered(merged, rest.get(list), c.value(), list, place);
                rest = rest.without(c.name()).without(list);
            }
        }
        for (ObjectTree.Cursor c = rest.cursor(); c.next(); ) {
            merged = c.name().startsWith(DELETE_FROM)
                    ? shortened(merged, listName(c.name(), DELETE_FROM, "primitive list"), c.value())
                    : mergeField(merged, c.name(), c.value(), place);
        }
        return merged;
    }

    private static String listName(String directive, String prefix, String what) {
        int slash = directive.indexOf('/');
        if (slash != prefix.length()) {
            throw ApiError.badRequest("invalid patch format of " + what);
        }
        return directive.substring(slash + 1);
    }

    private static ObjectTree mergeField(ObjectTree original, String name, Tree value, Place place) {
        if (value.isNull()) {
            return original.without(name);
        }
        Tree old = original.get(name);
        if (old instanceof ObjectTree object && value instanceof ObjectTree changes) {
            FieldSchema field = place.field(name);
            boolean replaced = field.patch().isPresent() && !field.patch().get().merge()
                    && !field.patch().get().retainKeys();
            return original.with(
                    name, replaced ? changes : merge(object, changes, Place.of(field.type())));
        }
        if (old instanceof ListTree list && value instanceof ListTree changes) {
            FieldSchema field = place.field(name);
            boolean merges = field.patch().map(FieldSchema.PatchStrategy::merge).orElse(false);
            return original.with(name, merges ? StrategicList.of(field).merge(list, changes) : changes);
        }
        return original.with(name, withoutDirectives(withoutNulls(value)));
    }

    private static ObjectTree shortened(ObjectTree original, String name, Tree values) {
        if (!(original.get(name) instanceof ListTree list) || !(values instanceof ListTree gone)) {
            return original;
        }
        Set<Tree> set = new HashSet<>(gone.stream().toList());
        return original.with(
                name, ListTree.of(list.stream().filter(value -> !set.contains(value)).toList()));
    }

    private static ObjectTree ordered(ObjectTree original, Tree patch, Tree order, String name, Place place) {
        if (!(order instanceof ListTree wanted)) {
            throw expectedList(order);
        }
        Tree old = original.get(name);
        if (!old.isAbsent() && !(old instanceof ListTree)) {
            throw expectedList(old);
        }
        if (!patch.isAbsent() && !(patch instanceof ListTree)) {
            throw expectedList(patch);
        }
        FieldSchema field = place.field(name);
        Tree result = StrategicList.of(field).ordered(old, patch, wanted);
        return result.isAbsent() ? original : original.with(name, result);
    }

    private static ApiError expectedList(Tree actual) {
        String type = switch (actual.type()) {
            case OBJECT -> "map[string]interface {}";
            case TEXT -> "string";
            case NUMBER -> "int64";
            case BOOLEAN -> "bool";
            case LIST, NULL -> "%!s(<nil>)";
        };
        return ApiError.unclassified("expected a []interface {}, but received a " + type);
    }

    /// Drops the fields of the original that `$retainKeys` doesn't name; the patch itself must stay within them.
    private static ObjectTree retain(ObjectTree original, ObjectTree patch, ObjectTree rest) {
        Tree directive = patch.get(RETAIN_KEYS);
        if (directive.isAbsent()) {
            return original;
        }
        if (!(directive instanceof ListTree list)) {
            throw ApiError.badRequest("invalid patch format of retainKeys");
        }
        Set<String> keys = new HashSet<>(list.texts());
        for (ObjectTree.Cursor c = rest.cursor(); c.next(); ) {
            boolean other = c.name().startsWith(DELETE_FROM) || c.name().startsWith(ORDER) || c.value().isNull();
            if (!other && !keys.contains(c.name())) {
                throw ApiError.badRequest("invalid patch format of retainKeys");
            }
        }
        ObjectTree kept = original;
        for (String name : original.names()) {
            if (!keys.contains(name)) {
                kept = kept.without(name);
            }
        }
        return kept;
    }

    static ApiError unknown(Tree directive, ObjectTree patch) {
        return ApiError.unclassified(
                "unknown patch type: " + GoText.value(directive) + " in map: " + GoText.value(patch));
    }

    /// A value that the patch brings: an object with a directive has nothing to act on, and is absent.
    static Tree withoutDirectives(Tree value) {
        return switch (value) {
            case ObjectTree object -> {
                if (object.has(DIRECTIVE)) {
                    yield NullTree.ABSENT;
                }
                ObjectTree kept = object;
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    kept = kept.with(c.name(), withoutDirectives(c.value()));
                }
                yield kept;
            }
            case ListTree list ->
                ListTree.of(list.stream()
                        .map(StrategicMergePatch::withoutDirectives)
                        .filter(element -> !element.isAbsent())
                        .toList());
            default -> value;
        };
    }

    private static Tree withoutNulls(Tree value) {
        return switch (value) {
            case ObjectTree object -> {
                ObjectTree kept = object;
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    kept = c.value().isNull() ? kept.without(c.name()) : kept.with(c.name(), withoutNulls(c.value()));
                }
                yield kept;
            }
            case ListTree list ->
                ListTree.of(list.stream().map(StrategicMergePatch::withoutNulls).toList());
            default -> value;
        };
    }
}
