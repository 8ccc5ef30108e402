package dev.pilothouse.api.schema;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads one type from its lines in the table: a head line `@name`, attributes; then a line for each field with
/// name, protobuf number, type, flags, attributes. Columns are parted by tabs.
final class TypeReader {
    private static final FieldSchema.Topology GRANULAR = new FieldSchema.Topology.Granular();
    private static final FieldSchema.Topology OF_TYPE = new FieldSchema.Topology.OfType();
    private static final FieldSchema.Topology ATOMIC = new FieldSchema.Topology.Atomic();

    private final Schemas schemas;

    TypeReader(Schemas schemas) {
        this.schemas = schemas;
    }

    TypeSchema read(String text) {
        String[] lines = text.split("\n");
        String[] head = lines[0].split("\t", -1);
        List<FieldSchema> fields = new ArrayList<>(lines.length - 1);
        for (int i = 1; i < lines.length; i++) {
            fields.add(field(lines[i].split("\t", -1)));
        }
        FieldSchema.Topology topology = GRANULAR;
        Optional<GroupVersionKind> kind = Optional.empty();
        List<String> unions = new ArrayList<>();
        for (String attribute : Arrays.asList(head).subList(1, head.length)) {
            switch (key(attribute)) {
                case "map" -> topology = topology(value(attribute));
                case "kind" -> kind = Optional.of(kind(attribute));
                case "union" -> unions.add(value(attribute));
                default -> throw unknown(attribute, head[0]);
            }
        }
        return new TypeSchema(head[0].substring(1), fields, topology, kind, unions);
    }

    private FieldSchema field(String[] columns) {
        String flags = columns[3];
        FieldType type = type(columns[2]);
        Tree defaultValue = NullTree.ABSENT;
        List<String> enumeration = List.of();
        FieldSchema.Topology topology =
                switch (type) {
                    case FieldType.ListOf _ -> ATOMIC;
                    case FieldType.Reference _ -> OF_TYPE;
                    case FieldType.MapOf _, FieldType.Scalar _ -> GRANULAR;
                };
        boolean stated = false;
        Optional<FieldSchema.PatchStrategy> patch = Optional.empty();
        for (String attribute : Arrays.asList(columns).subList(4, columns.length)) {
            switch (key(attribute)) {
                case "default" -> defaultValue = json(value(attribute));
                case "enum" -> enumeration = List.of(value(attribute).split(","));
                case "list", "map" -> {
                    topology = topology(value(attribute));
                    stated = true;
                }
                case "patch" -> patch = Optional.of(patch(value(attribute)));
                default -> throw unknown(attribute, columns[0]);
            }
        }
        return new FieldSchema(
                columns[0].intern(),
                Integer.parseInt(columns[1]),
                type,
                flags.indexOf('p') >= 0,
                flags.indexOf('o') >= 0,
                flags.indexOf('z') >= 0,
                flags.indexOf('i') >= 0,
                flags.indexOf('r') >= 0,
                defaultValue,
                enumeration,
                topology,
                stated,
                patch);
    }

    FieldType type(String text) {
        if (text.startsWith("[]*")) {
            return new FieldType.ListOf(type(text.substring(3)), true);
        }
        if (text.startsWith("[]")) {
            return new FieldType.ListOf(type(text.substring(2)), false);
        }
        if (text.startsWith("map:")) {
            return new FieldType.MapOf(type(text.substring(4)));
        }
        if (text.startsWith("ref:")) {
            return new FieldType.Reference(new FieldType.TypeName(text.substring(4), schemas));
        }
        if (text.startsWith("json:")) {
            return text.startsWith("json:JSONSchemaProps") ? FieldType.Scalar.SCHEMA : FieldType.Scalar.ANY;
        }
        return switch (text) {
            case "string" -> FieldType.Scalar.STRING;
            case "bool" -> FieldType.Scalar.BOOL;
            case "int32" -> FieldType.Scalar.INT32;
            case "int64" -> FieldType.Scalar.INT64;
            case "double" -> FieldType.Scalar.DOUBLE;
            case "bytes" -> FieldType.Scalar.BYTES;
            case "time" -> FieldType.Scalar.TIME;
            case "microTime" -> FieldType.Scalar.MICRO_TIME;
            case "duration" -> FieldType.Scalar.DURATION;
            case "quantity" -> FieldType.Scalar.QUANTITY;
            case "intOrString" -> FieldType.Scalar.INT_OR_STRING;
            case "raw" -> FieldType.Scalar.RAW;
            case "fields" -> FieldType.Scalar.FIELDS;
            default -> throw new IllegalStateException("the schema table has a type that is not known: " + text);
        };
    }

    private static FieldSchema.Topology topology(String text) {
        return switch (text) {
            case "atomic" -> ATOMIC;
            case "granular" -> GRANULAR;
            case "set" -> new FieldSchema.Topology.SetOfValues();
            default -> {
                if (!text.startsWith("map:")) {
                    throw new IllegalStateException("the schema table has a topology that is not known: " + text);
                }
                yield new FieldSchema.Topology.Keyed(List.of(text.substring(4).split(",")));
            }
        };
    }

    private static FieldSchema.PatchStrategy patch(String text) {
        int colon = text.indexOf(':');
        List<String> strategies = List.of((colon < 0 ? text : text.substring(0, colon)).split(","));
        return new FieldSchema.PatchStrategy(
                strategies.contains("merge"),
                strategies.contains("retainKeys"),
                colon < 0 ? "" : text.substring(colon + 1).intern());
    }

    static GroupVersionKind kind(String attribute) {
        String[] parts = value(attribute).split("/", -1);
        return new GroupVersionKind(parts[0], parts[1], parts[2]);
    }

    private static String key(String attribute) {
        return attribute.substring(0, attribute.indexOf('='));
    }

    private static String value(String attribute) {
        return attribute.substring(attribute.indexOf('=') + 1);
    }

    private static Tree json(String text) {
        try {
            return Json.parse(text);
        } catch (MalformedJson e) {
            throw new IllegalStateException("the schema table has a default that is no JSON: " + text, e);
        }
    }

    private static IllegalStateException unknown(String attribute, String where) {
        return new IllegalStateException("the schema table has an attribute that is not known: " + attribute + " at " + where);
    }
}
