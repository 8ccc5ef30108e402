package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// Parts of a definition as upstream's messages show them: upstream prints its own structs there, with Go's names, in
/// Go's order, and with everything that was left out.
final class GoDump {
    /// A field of a struct: its name in Go, its name in JSON, and what it holds.
    private record Member(String go, String json, Holds holds) {}

    private enum Holds {
        TEXT,
        BOOL,
        NUMBER,
        ANY,
        SCHEMA,
        SCHEMAS,
        SCHEMA_MAP,
        SCHEMA_OR_BOOL,
        SCHEMA_OR_LIST,
        VALIDATION,
        DOCS,
        RULES,
        SUBRESOURCES,
        STATUS,
        SCALE,
        COLUMNS,
        SELECTABLE
    }

    private static Member member(String go, String json, Holds holds) {
        return new Member(go, json, holds);
    }

    private static final List<Member> VERSION = List.of(
            member("Name", "name", Holds.TEXT),
            member("Served", "served", Holds.BOOL),
            member("Storage", "storage", Holds.BOOL),
            member("Deprecated", "deprecated", Holds.BOOL),
            member("DeprecationWarning", "deprecationWarning", Holds.ANY),
            member("Schema", "schema", Holds.VALIDATION),
            member("Subresources", "subresources", Holds.SUBRESOURCES),
            member("AdditionalPrinterColumns", "additionalPrinterColumns", Holds.COLUMNS),
            member("SelectableFields", "selectableFields", Holds.SELECTABLE));

    private static final List<Member> SCHEMA = List.of(
            member("ID", "id", Holds.TEXT),
            member("Schema", "$schema", Holds.TEXT),
            member("Ref", "$ref", Holds.ANY),
            member("Description", "description", Holds.TEXT),
            member("Type", "type", Holds.TEXT),
            member("Nullable", "nullable", Holds.BOOL),
            member("Format", "format", Holds.TEXT),
            member("Title", "title", Holds.TEXT),
            member("Default", "default", Holds.ANY),
            member("Maximum", "maximum", Holds.ANY),
            member("ExclusiveMaximum", "exclusiveMaximum", Holds.BOOL),
            member("Minimum", "minimum", Holds.ANY),
            member("ExclusiveMinimum", "exclusiveMinimum", Holds.BOOL),
            member("MaxLength", "maxLength", Holds.ANY),
            member("MinLength", "minLength", Holds.ANY),
            member("Pattern", "pattern", Holds.TEXT),
            member("MaxItems", "maxItems", Holds.ANY),
            member("MinItems", "minItems", Holds.ANY),
            member("UniqueItems", "uniqueItems", Holds.BOOL),
            member("MultipleOf", "multipleOf", Holds.ANY),
            member("Enum", "enum", Holds.ANY),
            member("MaxProperties", "maxProperties", Holds.ANY),
            member("MinProperties", "minProperties", Holds.ANY),
            member("Required", "required", Holds.ANY),
            member("Items", "items", Holds.SCHEMA_OR_LIST),
            member("AllOf", "allOf", Holds.SCHEMAS),
            member("OneOf", "oneOf", Holds.SCHEMAS),
            member("AnyOf", "anyOf", Holds.SCHEMAS),
            member("Not", "not", Holds.SCHEMA),
            member("Properties", "properties", Holds.SCHEMA_MAP),
            member("AdditionalProperties", "additionalProperties", Holds.SCHEMA_OR_BOOL),
            member("PatternProperties", "patternProperties", Holds.SCHEMA_MAP),
            member("Dependencies", "dependencies", Holds.ANY),
            member("AdditionalItems", "additionalItems", Holds.SCHEMA_OR_BOOL),
            member("Definitions", "definitions", Holds.SCHEMA_MAP),
            member("ExternalDocs", "externalDocs", Holds.DOCS),
            member("Example", "example", Holds.ANY),
            member("XPreserveUnknownFields", "x-kubernetes-preserve-unknown-fields", Holds.ANY),
            member("XEmbeddedResource", "x-kubernetes-embedded-resource", Holds.BOOL),
            member("XIntOrString", "x-kubernetes-int-or-string", Holds.BOOL),
            member("XListMapKeys", "x-kubernetes-list-map-keys", Holds.ANY),
            member("XListType", "x-kubernetes-list-type", Holds.ANY),
            member("XMapType", "x-kubernetes-map-type", Holds.ANY),
            member("XValidations", "x-kubernetes-validations", Holds.RULES));

    private static final List<Member> RULE = List.of(
            member("Rule", "rule", Holds.TEXT),
            member("Message", "message", Holds.TEXT),
            member("MessageExpression", "messageExpression", Holds.TEXT),
            member("Reason", "reason", Holds.ANY),
            member("FieldPath", "fieldPath", Holds.TEXT),
            member("OptionalOldSelf", "optionalOldSelf", Holds.ANY));

    private static final List<Member> COLUMN = List.of(
            member("Name", "name", Holds.TEXT),
            member("Type", "type", Holds.TEXT),
            member("Format", "format", Holds.TEXT),
            member("Description", "description", Holds.TEXT),
            member("Priority", "priority", Holds.NUMBER),
            member("JSONPath", "jsonPath", Holds.TEXT));

    private static final List<Member> VALIDATION = List.of(member("OpenAPIV3Schema", "openAPIV3Schema", Holds.SCHEMA));
    private static final List<Member> DOCS =
            List.of(member("Description", "description", Holds.TEXT), member("URL", "url", Holds.TEXT));
    private static final List<Member> SUBRESOURCES =
            List.of(member("Status", "status", Holds.STATUS), member("Scale", "scale", Holds.SCALE));
    private static final List<Member> SCALE = List.of(
            member("SpecReplicasPath", "specReplicasPath", Holds.TEXT),
            member("StatusReplicasPath", "statusReplicasPath", Holds.TEXT),
            member("LabelSelectorPath", "labelSelectorPath", Holds.ANY));
    private static final List<Member> SELECTABLE = List.of(member("JSONPath", "jsonPath", Holds.TEXT));

    private GoDump() {}

    /// The fields of a schema that are set, by their names in Go, in Go's order.
    static List<String> fieldsOf(ObjectTree schema) {
        return SCHEMA.stream()
                .filter(member -> !isZero(schema.get(member.json())))
                .map(Member::go)
                .toList();
    }

    private static boolean isZero(Tree value) {
        return value.isNull()
                || value instanceof BooleanTree bool && !bool.asBoolean()
                || value.type() == Tree.Type.TEXT && value.asText().isEmpty();
    }

    /// `spec.versions`.
    static String versions(Tree versions) {
        return list(versions, VERSION);
    }

    static String schema(ObjectTree schema) {
        return struct(schema, SCHEMA);
    }

    static String items(Tree items) {
        return show(items, Holds.SCHEMA_OR_LIST);
    }

    /// One of `x-kubernetes-validations`.
    static String rule(ObjectTree rule) {
        return struct(rule, RULE);
    }

    private static String struct(Tree value, List<Member> members) {
        if (!(value instanceof ObjectTree object)) {
            return "null";
        }
        StringBuilder out = new StringBuilder("{");
        for (Member member : members) {
            out.append(out.length() == 1 ? "" : ",").append('"').append(member.go()).append("\":");
            out.append(show(object.get(member.json()), member.holds()));
        }
        return out.append('}').toString();
    }

    private static String list(Tree value, List<Member> members) {
        if (!(value instanceof ListTree list)) {
            return "null";
        }
        return "[" + String.join(",", list.stream().map(item -> struct(item, members)).toList()) + "]";
    }

    private static String show(Tree value, Holds holds) {
        return switch (holds) {
            case TEXT -> GoText.json(Tree.of(value.asText()));
            case BOOL -> Boolean.toString(value.asBoolean());
            case NUMBER -> Long.toString(value.asLong());
            case ANY -> value.isNull() ? "null" : GoText.json(value);
            case SCHEMA -> struct(value, SCHEMA);
            case SCHEMAS -> list(value, SCHEMA);
            case SCHEMA_MAP -> map(value);
            case SCHEMA_OR_BOOL -> value.isNull()
                    ? "null"
                    : "{\"Allows\":" + (value instanceof ObjectTree || value.asBoolean()) + ",\"Schema\":"
                            + struct(value, SCHEMA) + "}";
            case SCHEMA_OR_LIST -> value.isNull()
                    ? "null"
                    : "{\"Schema\":" + struct(value, SCHEMA) + ",\"JSONSchemas\":" + list(value, SCHEMA) + "}";
            case VALIDATION -> struct(value, VALIDATION);
            case DOCS -> struct(value, DOCS);
            case RULES -> list(value, RULE);
            case SUBRESOURCES -> struct(value, SUBRESOURCES);
            case STATUS -> value instanceof ObjectTree ? "{}" : "null";
            case SCALE -> struct(value, SCALE);
            case COLUMNS -> list(value, COLUMN);
            case SELECTABLE -> list(value, SELECTABLE);
        };
    }

    private static String map(Tree value) {
        if (!(value instanceof ObjectTree object)) {
            return "null";
        }
        StringBuilder out = new StringBuilder("{");
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            out.append(out.length() == 1 ? "" : ",").append(GoText.json(Tree.of(c.name()))).append(':');
            out.append(struct(c.value(), SCHEMA));
        }
        return out.append('}').toString();
    }
}
