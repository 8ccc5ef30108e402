package dev.pilothouse.api.patch;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// A JSON patch (RFC 6902), with the liberties that upstream's library takes: a negative index counts from the end,
/// `replace` sets a field that isn't there, and a path's first segment is ignored, whatever it is.
///
/// @param unknown what a patch whose fields are judged has in vain
public record JsonPatch(List<ObjectTree> operations, List<String> unknown) {
    private static final List<String> TEXTS = List.of("op", "path", "from");

    private static final int OPERATION_LIMIT = 10_000;

    /// All that `copy` may add: without a bound a short patch could double a document again and again.
    private static final long COPY_LIMIT_BYTES = 3 * 1024 * 1024;

    public JsonPatch(List<ObjectTree> operations) {
        this(operations, List.of());
    }

    public static JsonPatch parse(byte[] body) {
        return of(tree(body, Words.PLAIN), Words.PLAIN, List.of());
    }

    /// The same where somebody wants to know of fields that nobody knows: upstream reads the patch once more for that, before.
    public static JsonPatch parseJudged(byte[] body) {
        Tree tree = tree(body, Words.JUDGED);
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < tree.asList().size(); i++) {
            ObjectTree operation = tree.asList().get(i).asObject();
            for (String name : operation.names()) {
                Tree value = operation.get(name);
                if (TEXTS.contains(name)) {
                    if (!(value instanceof TextTree) && !value.isNull()) {
                        throw Words.JUDGED.refusal(
                                value.type().json() + " into Go struct field jsonPatchOp." + name + " of type string");
                    }
                } else if (!name.equals("value")) {
                    unknown.add("json patch unknown field \"[" + i + "]." + name + "\"");
                }
            }
        }
        return of(tree, Words.JUDGED, unknown);
    }

    /// How a patch that is none is refused, which depends on who reads it first.
    private record Words(String before, String list, String each) {
        static final Words PLAIN = new Words("", "jsonpatch.Patch", "jsonpatch.Operation");
        static final Words JUDGED =
                new Words("error decoding patch: ", "[]handlers.jsonPatchOp", "handlers.jsonPatchOp");

        ApiError refusal(String mismatch) {
            return ApiError.badRequest(before + "json: cannot unmarshal " + mismatch);
        }
    }

    private static Tree tree(byte[] body, Words words) {
        try {
            return Json.parse(body);
        } catch (MalformedJson e) {
            throw ApiError.badRequest(words.before + e.getMessage());
        }
    }

    private static JsonPatch of(Tree tree, Words words, List<String> unknown) {
        if (!(tree instanceof ListTree) && !tree.isNull()) {
            throw words.refusal(tree.type().json() + " into Go value of type " + words.list);
        }
        for (Tree operation : tree.asList()) {
            if (!(operation instanceof ObjectTree) && !operation.isNull()) {
                throw words.refusal(operation.type().json() + " into Go value of type " + words.each);
            }
        }
        if (tree.asList().size() > OPERATION_LIMIT) {
            throw ApiError.tooLarge("The allowed maximum operations in a JSON patch is " + OPERATION_LIMIT + ", got "
                    + tree.asList().size());
        }
        return new JsonPatch(List.copyOf(tree.asList().objects()), List.copyOf(unknown));
    }

    /// Carries out all operations, or none.
    public Tree apply(Tree document) {
        Tree changed = document;
        long copied = 0;
        for (ObjectTree operation : operations) {
            if (operation.text("op").equals("copy")) {
                copied += Json.write(source(changed, operation)).length;
                if (copied > COPY_LIMIT_BYTES) {
                    throw ApiError.unprocessable();
                }
            }
            changed = apply(changed, operation);
        }
        return changed;
    }

    private static Tree apply(Tree document, ObjectTree operation) {
        JsonPointer path = pointer(operation, "path");
        Tree value = operation.get("value");
        return switch (operation.text("op")) {
            case "add" -> path.add(document, value(value));
            case "remove" -> path.remove(document);
            case "replace" -> path.replace(document, value(value));
            case "move" -> {
                Tree moved = source(document, operation);
                yield path.add(pointer(operation, "from").remove(document), moved);
            }
            case "copy" -> path.add(document, source(document, operation));
            case "test" -> {
                if (!value(path.get(document)).equals(value(value))) {
                    throw ApiError.unprocessable();
                }
                yield document;
            }
            default -> throw ApiError.unprocessable();
        };
    }

    private static Tree source(Tree document, ObjectTree operation) {
        return value(pointer(operation, "from").get(document));
    }

    /// What isn't there counts as null, both in the patch and in the document.
    private static Tree value(Tree tree) {
        return tree.isNull() ? NullTree.NULL : tree;
    }

    private static JsonPointer pointer(ObjectTree operation, String field) {
        if (!(operation.get(field) instanceof TextTree text)) {
            throw ApiError.unprocessable();
        }
        return JsonPointer.parse(text.asText());
    }
}
