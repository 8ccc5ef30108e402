package dev.pilothouse.api.openapi;

import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The schemas of types as OpenAPI v3 has them, and of all types that they refer to.
final class Definitions {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String CRD = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

    /// Types whose JSON is no object of fields.
    private static final Map<String, String> SPECIAL = Map.ofEntries(
            Map.entry(
                    "io.k8s.apimachinery.pkg.api.resource.Quantity", "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"number\"}]}"),
            Map.entry(META + "FieldsV1", "{\"type\":\"object\"}"),
            Map.entry(META + "Patch", "{\"type\":\"object\"}"),
            Map.entry("io.k8s.apimachinery.pkg.runtime.RawExtension", "{\"type\":\"object\"}"),
            Map.entry(META + "MicroTime", "{\"format\":\"date-time\",\"type\":\"string\"}"),
            Map.entry(META + "Time", "{\"format\":\"date-time\",\"type\":\"string\"}"),
            Map.entry(
                    "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
                    "{\"format\":\"int-or-string\",\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}"),
            Map.entry(CRD + "JSON", "{}"),
            Map.entry(CRD + "JSONSchemaPropsOrArray", "{}"),
            Map.entry(CRD + "JSONSchemaPropsOrBool", "{}"),
            Map.entry(CRD + "JSONSchemaPropsOrStringArray", "{}"));

    /// Kinds that every group serves as its own.
    private static final Set<String> OF_EVERY_GROUP = Set.of(META + "DeleteOptions", META + "WatchEvent");

    private final Schemas schemas;
    private final Descriptions descriptions;
    private final List<GroupVersion> versions;
    private final TreeMap<String, ObjectTree> made = new TreeMap<>();
    private final List<String> pending = new ArrayList<>();

    /// @param versions whose documents these are
    Definitions(Schemas schemas, Descriptions descriptions, List<GroupVersion> versions) {
        this.schemas = schemas;
        this.descriptions = descriptions;
        this.versions = versions;
    }

    /// The schemas of these types and of all that they refer to, by name.
    ObjectTree of(Set<String> names) {
        pending.addAll(new TreeSet<>(names));
        while (!pending.isEmpty()) {
            String name = pending.removeLast();
            if (!made.containsKey(name)) {
                made.put(name, definition(name));
            }
        }
        ObjectTree.Builder all = ObjectTree.builder();
        made.forEach(all::put);
        return all.build();
    }

    private ObjectTree definition(String name) {
        String special = SPECIAL.get(name);
        ObjectTree.Builder definition = ObjectTree.builder();
        descriptions.of(name).ifPresent(text -> definition.put("description", text));
        if (special != null) {
            return definition.putAll(parse(special).asObject()).build();
        }
        TypeSchema type = schemas.type(name);
        ObjectTree.Builder properties = ObjectTree.builder();
        List<String> required = new ArrayList<>();
        fields(name, type, properties, required);
        ObjectTree fields = properties.build();
        definition.put("type", "object");
        if (!fields.isEmpty()) {
            definition.put("properties", fields);
        }
        if (!required.isEmpty()) {
            definition.put("required", ListTree.ofTexts(required));
        }
        if (type.topology() instanceof FieldSchema.Topology.Atomic) {
            definition.put("x-kubernetes-map-type", "atomic");
        }
        if (!type.unions().isEmpty()) {
            definition.put(
                    "x-kubernetes-unions",
                    ListTree.of(type.unions().stream().map(Definitions::parse).toList()));
        }
        type.kind().ifPresent(kind -> definition.put("x-kubernetes-group-version-kind", kinds(name, kind)));
        return definition.build();
    }

    private ListTree kinds(String name, GroupVersionKind kind) {
        List<Tree> kinds = new ArrayList<>();
        kinds.add(kind(kind));
        if (OF_EVERY_GROUP.contains(name)) {
            for (GroupVersion version : versions) {
                if (!version.equals(kind.groupVersion())) {
                    kinds.add(kind(version.kind(kind.kind())));
                }
            }
        }
        return ListTree.of(kinds);
    }

    static ObjectTree kind(GroupVersionKind kind) {
        return ObjectTree.builder()
                .put("group", kind.group())
                .put("kind", kind.kind())
                .put("version", kind.version())
                .build();
    }

    /// @param outer the type in whose name the fields are described, also those of types that Go embeds in it
    private void fields(String outer, TypeSchema type, ObjectTree.Builder properties, List<String> required) {
        for (FieldSchema field : type.declared()) {
            if (field.inline() && field.type() instanceof FieldType.Reference(FieldType.TypeName of)) {
                fields(outer, of.schema(), properties, required);
                continue;
            }
            properties.put(field.name(), property(outer, type, field));
            if (field.required()) {
                required.add(field.name());
            }
        }
    }

    private ObjectTree property(String outer, TypeSchema owner, FieldSchema field) {
        ObjectTree.Builder property = ObjectTree.builder();
        if (!isUndescribed(owner, field)) {
            descriptions.of(outer, field.name()).ifPresent(text -> property.put("description", text));
        }
        if (!field.defaultValue().isAbsent()) {
            property.put("default", field.defaultValue());
        }
        if (field.statedTopology()) {
            topology(field, property);
        }
        field.patch().ifPresent(patch -> {
            List<String> strategies = new ArrayList<>();
            if (patch.merge()) {
                strategies.add("merge");
            }
            if (patch.retainKeys()) {
                strategies.add("retainKeys");
            }
            property.put(
                    "x-kubernetes-patch-strategy", strategies.isEmpty() ? "replace" : String.join(",", strategies));
            if (!patch.mergeKey().isEmpty()) {
                property.put("x-kubernetes-patch-merge-key", patch.mergeKey());
            }
        });
        ObjectTree shape = shape(field.type(), owner, field, false);
        ObjectTree more = property.build();
        // A reference takes no words beside it.
        if (shape.has("$ref") && (!more.isEmpty() || !isUndescribed(owner, field))) {
            return more.with("allOf", ListTree.of(shape));
        }
        return ObjectTree.builder().putAll(more).putAll(shape).build();
    }

    /// The few references that upstream says nothing about: only they stand bare.
    private static boolean isUndescribed(TypeSchema owner, FieldSchema field) {
        return switch (owner.shortName()) {
            case "JSONSchemaProps" -> !field.name().equals("default");
            case "IngressRuleValue" -> field.name().equals("http");
            case "CapacityRequestPolicy" -> field.name().equals("validValues");
            default -> false;
        };
    }

    private static void topology(FieldSchema field, ObjectTree.Builder property) {
        String place = field.type() instanceof FieldType.ListOf || field.type() == FieldType.Scalar.BYTES
                ? "x-kubernetes-list-type"
                : "x-kubernetes-map-type";
        switch (field.topology()) {
            case FieldSchema.Topology.Atomic _ -> property.put(place, "atomic");
            case FieldSchema.Topology.Granular _ -> property.put(place, "granular");
            case FieldSchema.Topology.SetOfValues _ -> property.put(place, "set");
            case FieldSchema.Topology.Keyed(List<String> keys) -> property.put(place, "map")
                    .put("x-kubernetes-list-map-keys", ListTree.ofTexts(keys));
            case FieldSchema.Topology.OfType _ -> {}
        }
    }

    private ObjectTree shape(FieldType type, TypeSchema owner, FieldSchema field, boolean inside) {
        return switch (type) {
            case FieldType.Reference(FieldType.TypeName of) -> reference(of.name());
            case FieldType.ListOf(FieldType element, boolean nullable) -> ObjectTree.builder()
                    .put("type", "array")
                    .put("items", part(element, nullable, owner, field))
                    .build();
            case FieldType.MapOf(FieldType value) -> ObjectTree.builder()
                    .put("type", "object")
                    .put("additionalProperties", part(value, false, owner, field))
                    .build();
            case FieldType.Scalar scalar -> {
                ObjectTree shape = scalar(scalar, field);
                yield field.enumeration().isEmpty() || inside && scalar != FieldType.Scalar.STRING
                        ? shape
                        : shape.with("enum", ListTree.ofTexts(field.enumeration()));
            }
        };
    }

    /// The shape of a list's elements or a map's values: what Go holds by value has an empty value as its default.
    private ObjectTree part(FieldType type, boolean nullable, TypeSchema owner, FieldSchema field) {
        ObjectTree shape = shape(type, owner, field, true);
        if (nullable) {
            return shape;
        }
        return switch (type) {
            case FieldType.Reference _ -> ObjectTree.builder()
                    .put("allOf", ListTree.of(shape))
                    .put("default", ObjectTree.EMPTY)
                    .build();
            case FieldType.Scalar scalar ->
                switch (scalar) {
                    case STRING -> shape.with("default", "");
                    case INT32, INT64 -> shape.with("default", 0);
                    case BOOL -> shape.with("default", false);
                    default -> shape;
                };
            case FieldType.ListOf _, FieldType.MapOf _ -> shape;
        };
    }

    private ObjectTree scalar(FieldType.Scalar scalar, FieldSchema field) {
        return switch (scalar) {
            case STRING, DURATION -> typed("string", "");
            case BOOL -> typed("boolean", "");
            case INT32 -> typed("integer", "int32");
            case INT64 -> typed("integer", "int64");
            case DOUBLE -> typed("number", "double");
            case BYTES -> typed("string", "byte");
            case TIME -> reference(META + "Time");
            case MICRO_TIME -> reference(META + "MicroTime");
            case QUANTITY -> reference("io.k8s.apimachinery.pkg.api.resource.Quantity");
            case INT_OR_STRING -> reference("io.k8s.apimachinery.pkg.util.intstr.IntOrString");
            case RAW -> reference("io.k8s.apimachinery.pkg.runtime.RawExtension");
            case FIELDS -> reference(META + "FieldsV1");
            case SCHEMA, ANY -> reference(CRD + anything(field.name()));
        };
    }

    /// The types of a JSON schema's parts that any JSON may stand for.
    private static String anything(String field) {
        return switch (field) {
            case "items" -> "JSONSchemaPropsOrArray";
            case "additionalItems", "additionalProperties" -> "JSONSchemaPropsOrBool";
            case "dependencies" -> "JSONSchemaPropsOrStringArray";
            default -> "JSON";
        };
    }

    private static ObjectTree typed(String type, String format) {
        ObjectTree shape = ObjectTree.of("type", Tree.of(type));
        return format.isEmpty() ? shape : shape.with("format", format);
    }

    private ObjectTree reference(String name) {
        pending.add(name);
        return ObjectTree.of("$ref", Tree.of("#/components/schemas/" + name));
    }

    private static Tree parse(String json) {
        try {
            return Json.parse(json);
        } catch (MalformedJson e) {
            throw new IllegalStateException("the schema table has a union that is no JSON: " + json, e);
        }
    }
}
