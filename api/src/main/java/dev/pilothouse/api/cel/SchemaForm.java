package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.CelType.Simple;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Values of custom resources as expressions see them: only what the schema describes, under names that CEL can spell. Source:
/// "Custom Resources", "Validation rules".
public final class SchemaForm {
    private static final Pattern NAME = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
    private static final Set<String> RESERVED = Set.of(
            "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
            "let", "loop", "package", "namespace", "return", "var", "void", "while");
    private static final CelType METADATA =
            CelType.struct("metadata", Map.of("name", Simple.STRING, "generateName", Simple.STRING));

    private SchemaForm() {}

    /// The name of a field in expressions; empty where it can have none.
    static Optional<String> spelled(String field) {
        if (RESERVED.contains(field)) {
            return Optional.of("__" + field + "__");
        }
        String spelled = field.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__");
        return NAME.matcher(spelled).matches() ? Optional.of(spelled) : Optional.empty();
    }

    /// What values of the schema are.
    ///
    /// @param root whether it describes whole objects
    public static CelType type(Structural schema, boolean root) {
        return type(schema, root, "selfType");
    }

    private static CelType type(Structural schema, boolean root, String name) {
        if (schema.intOrString()) {
            return Simple.DYN;
        }
        return switch (schema.type()) {
            case "string" -> switch (schema.format()) {
                case "byte" -> Simple.BYTES;
                case "date", "date-time" -> Simple.TIMESTAMP;
                case "duration" -> Simple.DURATION;
                default -> Simple.STRING;
            };
            case "integer" -> Simple.INT;
            case "number" -> Simple.DOUBLE;
            case "boolean" -> Simple.BOOL;
            case "array" -> CelType.list(schema.items()
                    .map(items -> type(items, false, name + ".@idx"))
                    .orElse(Simple.DYN));
            case "object" -> object(schema, root, name);
            default -> Simple.DYN;
        };
    }

    private static CelType object(Structural schema, boolean root, String name) {
        if (schema.additional().isPresent()) {
            return CelType.map(type(schema.additional().get(), false, name + ".@elem"));
        }
        Map<String, CelType> fields = new HashMap<>();
        schema.properties().forEach((field, below) -> {
            // What may be anything can't be looked into.
            if (!below.type().isEmpty() || below.intOrString()) {
                spelled(field).ifPresent(it -> fields.put(it, type(below, false, name + "." + field)));
            }
        });
        if (root || schema.embeddedResource()) {
            fields.put("apiVersion", Simple.STRING);
            fields.put("kind", Simple.STRING);
            fields.put("metadata", METADATA);
        }
        return CelType.struct(name, fields);
    }

    public static Object value(Structural schema, boolean root, Tree tree) {
        if (tree.isNull()) {
            return CelNull.NULL;
        }
        return switch (tree) {
            case ObjectTree object when schema.type().equals("object") -> fields(schema, root, object);
            case ListTree list -> {
                List<Object> values = new ArrayList<>();
                list.forEach(each -> values.add(schema.items().map(items -> value(items, false, each)).orElseGet(() -> Values.of(each))));
                yield values;
            }
            case NumberTree number when schema.type().equals("number") -> number.asDouble();
            case NumberTree number when schema.type().equals("integer") -> number.asLong();
            case TextTree text when schema.type().equals("string") -> text(schema.format(), text.asText());
            default -> Values.of(tree);
        };
    }

    private static Object text(String format, String text) {
        return switch (format) {
            case "byte" -> new CelBytes(java.util.Base64.getDecoder().decode(text));
            case "date" -> Conversions.timestamp(text + "T00:00:00Z");
            case "date-time" -> Conversions.timestamp(text);
            case "duration" -> Conversions.duration(text);
            default -> text;
        };
    }

    private static Object fields(Structural schema, boolean root, ObjectTree object) {
        Map<Object, Object> values = new LinkedHashMap<>();
        boolean resource = root || schema.embeddedResource();
        object.fields().forEach(field -> {
            Optional<Structural> known = Optional.ofNullable(schema.properties().get(field.name()));
            if (resource && Set.of("apiVersion", "kind", "metadata").contains(field.name())) {
                values.put(field.name(), Values.of(field.value()));
            } else if (known.isPresent()) {
                spelled(field.name()).ifPresent(it -> values.put(it, value(known.get(), false, field.value())));
            } else {
                schema.additional().ifPresent(it -> values.put(field.name(), value(it, false, field.value())));
            }
        });
        return values;
    }
}
