package dev.pilothouse.api.openapi;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Moves the parameters that many operations take to the root of a v2 document, where each stands once and is referred to.
/// Their names are those that upstream gives them: the parameter's own, and a hash of what it says.
final class SharedParameters {
    /// Old clients look for these two beside the operation to learn what the server can do.
    private static final Set<String> LOOKED_FOR = Set.of("dryRun", "fieldValidation");

    /// What upstream writes first when it hashes; a member that isn't listed has no part in a name.
    private static final List<String> ORDER =
            List.of("uniqueItems", "type", "description", "name", "in", "required", "schema");

    private static final String GENERIC_BODY = "#/definitions/io.k8s.apimachinery";

    private static final int HASH_BYTES = 6;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Map<String, ObjectTree> shared = new TreeMap<>();

    private SharedParameters() {}

    /// The document with `parameters` at its root; what is moved already stays so.
    static ObjectTree of(ObjectTree document) {
        SharedParameters moved = new SharedParameters();
        document.object("parameters")
                .fields()
                .forEach(known -> moved.shared.put(known.name(), known.value().asObject()));
        ObjectTree paths = each(document.object("paths"), moved::path);
        ObjectTree.Builder parameters = ObjectTree.builder();
        moved.shared.forEach(parameters::put);
        return document.with("paths", paths).with("parameters", parameters.build());
    }

    private Tree path(Tree path) {
        ObjectTree operations = each(
                path.asObject(), member -> member instanceof ObjectTree operation ? withReferences(operation) : member);
        return withReferences(operations);
    }

    private ObjectTree withReferences(ObjectTree holder) {
        if (!holder.has("parameters")) {
            return holder;
        }
        List<ObjectTree> listed =
                holder.list("parameters").objects().stream().map(this::reference).toList();
        return holder.with("parameters", ListTree.of(listed));
    }

    private ObjectTree reference(ObjectTree parameter) {
        if (!isShared(parameter)) {
            return parameter;
        }
        String name = parameter.text("name") + "-" + hash(parameter);
        shared.put(name, parameter);
        return ObjectTree.of("$ref", Tree.of("#/parameters/" + name));
    }

    /// A name of an object and a body of a kind speak of that kind alone.
    private static boolean isShared(ObjectTree parameter) {
        String name = parameter.text("name");
        return switch (parameter.text("in")) {
            case "path" -> !name.equals("name");
            case "query" -> !name.equals("name") && !LOOKED_FOR.contains(name);
            case "body" -> parameter.object("schema").text("$ref").startsWith(GENERIC_BODY);
            default -> false;
        };
    }

    private static String hash(ObjectTree parameter) {
        StringBuilder ordered = new StringBuilder("{");
        for (String member : ORDER) {
            if (parameter.has(member)) {
                ordered.append(ordered.length() > 1 ? "," : "")
                        .append('"')
                        .append(member)
                        .append("\":")
                        .append(Json.text(parameter.get(member)));
            }
        }
        byte[] hash = ByteBuffer.allocate(Long.BYTES)
                .putLong(fnv(ordered.append('}').toString()))
                .array();
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    }

    /// FNV-1 of 64 bits.
    private static long fnv(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = hash * FNV_PRIME ^ (b & 0xff);
        }
        return hash;
    }

    private static ObjectTree each(ObjectTree object, Function<Tree, Tree> change) {
        ObjectTree.Builder changed = ObjectTree.builder();
        object.fields().forEach(field -> changed.put(field.name(), change.apply(field.value())));
        return changed.build();
    }
}
