package dev.pilothouse.api.structural;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.MetaRules;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `apiVersion`, `kind` and `metadata` of objects inside of objects (`x-kubernetes-embedded-resource`): reads them into
/// their known form, and judges them. For one thread.
public final class EmbeddedMeta {
    private static final TypeSchema OBJECT_META =
            Schemas.builtIn().type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    private final List<String> unknown = new ArrayList<>();

    public EmbeddedMeta() {}

    /// A part of embedded metadata isn't of its type.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient FieldError error;

        Malformed(FieldError error) {
            super(error.toString(), null, false, false);
            this.error = error;
        }

        public FieldError error() {
            return error;
        }
    }

    /// Fields of embedded metadata that were left out because no metadata has them, sorted.
    public List<String> unknown() {
        return unknown.stream().sorted().toList();
    }

    /// The value with all embedded metadata in its known form.
    public Tree read(FieldPath path, Tree value, Structural schema) throws Malformed {
        return read(path, value, Optional.of(schema), schema.embeddedResource());
    }

    /// The value as a resource of its own, whatever the schema says.
    public Tree readResource(FieldPath path, Tree value, Structural schema) throws Malformed {
        return read(path, value, Optional.of(schema), true);
    }

    private Tree read(FieldPath path, Tree value, Optional<Structural> schema, boolean resource) throws Malformed {
        if (schema.isEmpty()) {
            return value;
        }
        return switch (value) {
            case ObjectTree object -> fields(path, object, schema.get(), resource);
            case ListTree list -> items(path, list, schema.get().items());
            default -> value;
        };
    }

    private ObjectTree fields(FieldPath path, ObjectTree object, Structural schema, boolean resource)
            throws Malformed {
        ObjectTree result = object;
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            String name = c.name();
            Tree value = c.value();
            if (resource && (name.equals("apiVersion") || name.equals("kind")) && !(value instanceof TextTree)) {
                throw new Malformed(FieldError.invalid(path.child(name), value, "must be a string"));
            }
            if (resource && name.equals("metadata")) {
                value = metadata(path, value);
            }
            boolean own = schema.properties().containsKey(name);
            FieldPath at = own ? path.child(name) : path.key(name);
            Tree read = read(at, value, schema.field(name), isResource(schema.field(name)));
            result = read == c.value() ? result : result.with(name, read);
        }
        return result;
    }

    private static boolean isResource(Optional<Structural> schema) {
        return schema.isPresent() && schema.get().embeddedResource();
    }

    private Tree items(FieldPath path, ListTree list, Optional<Structural> schema) throws Malformed {
        List<Tree> items = new ArrayList<>(list.size());
        boolean same = true;
        for (Tree item : list) {
            Tree read = read(path.index(items.size()), item, schema, isResource(schema));
            same &= read == item;
            items.add(read);
        }
        return same ? list : ListTree.of(items);
    }

    private Tree metadata(FieldPath path, Tree value) throws Malformed {
        FieldPath at = path.child("metadata");
        Decoding decoding = new Decoding();
        try {
            ObjectTree read = decoding.object(value, OBJECT_META);
            decoding.unknownFields().forEach(field -> unknown.add(at + "." + field));
            return read.get("creationTimestamp").isNull() ? read.without("creationTimestamp") : read;
        } catch (Decoding.WrongType e) {
            throw new Malformed(FieldError.invalid(at, value, e.getMessage()));
        }
    }

    /// Reports what is wrong with embedded metadata at and below the value.
    public static void check(FieldPath path, Tree value, Structural schema, Problems problems) {
        check(path, value, Optional.of(schema), schema.embeddedResource(), problems);
    }

    /// Like [#check], for a value that is a resource of its own.
    public static void checkResource(FieldPath path, Tree value, Structural schema, Problems problems) {
        check(path, value, Optional.of(schema), true, problems);
    }

    private static void check(
            FieldPath path, Tree value, Optional<Structural> schema, boolean resource, Problems problems) {
        if (schema.isEmpty()) {
            return;
        }
        if (value instanceof ObjectTree object) {
            if (resource) {
                envelope(path, object, problems);
            }
            for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                Optional<Structural> below = schema.get().field(c.name());
                boolean own = schema.get().properties().containsKey(c.name());
                FieldPath at = own ? path.child(c.name()) : path.key(c.name());
                check(at, c.value(), below, isResource(below), problems);
            }
        } else if (value instanceof ListTree list) {
            int index = 0;
            Optional<Structural> items = schema.get().items();
            for (Tree item : list) {
                check(path.index(index++), item, items, isResource(items), problems);
            }
        }
    }

    private static void envelope(FieldPath path, ObjectTree object, Problems problems) {
        for (String field : List.of("apiVersion", "kind")) {
            if (!object.has(field)) {
                problems.required(path.child(field), "");
            }
        }
        word(path.child("apiVersion"), object.get("apiVersion"), problems, EmbeddedMeta::version);
        word(path.child("kind"), object.get("kind"), problems, EmbeddedMeta::kind);
        if (object.get("metadata") instanceof ObjectTree metadata) {
            ObjectTree named = metadata.text("name").isEmpty() ? metadata.with("name", "fakename") : metadata;
            boolean namespaced = !metadata.text("namespace").isEmpty();
            MetaRules.check(named, namespaced, NameRules::pathSegment, path.child("metadata"), problems);
        }
    }

    private interface Word {
        String broken(String text);
    }

    private static void word(FieldPath path, Tree value, Problems problems, Word rule) {
        if (value.isAbsent()) {
            return;
        }
        if (!(value instanceof TextTree)) {
            problems.invalid(path, value, "must be a string");
            return;
        }
        String text = value.asText();
        String broken = text.isEmpty() ? "must not be empty" : rule.broken(text);
        if (!broken.isEmpty()) {
            problems.invalid(path, text, broken);
        }
    }

    private static String version(String text) {
        return GroupVersion.malformed(text).orElse("");
    }

    private static String kind(String text) {
        List<String> broken = NameRules.dns1035Label(text.toLowerCase(Locale.ROOT));
        return broken.isEmpty()
                ? ""
                : "may have mixed case, but should otherwise match: " + String.join(",", broken);
    }
}
