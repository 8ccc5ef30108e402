package dev.pilothouse.api.structural;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// One node of a structural schema: what may stand at one place of an object. Immutable, safe for many threads. Source:
/// "Custom Resources", "Specifying a structural schema"; OpenAPI v3.0 "Schema Object".
///
/// @param type empty where any type may stand
/// @param defaultValue [NullTree#ABSENT] without one
/// @param properties the fields that the schema names
/// @param additional what the entries of a map look like
/// @param additionalAllowed whether there is an `additionalProperties` that isn't false
/// @param listType empty where the schema doesn't say
/// @param limits bounds on size, length and value
/// @param tree the node as it was written
public record Structural(
        String type,
        String format,
        boolean nullable,
        Tree defaultValue,
        Map<String, Structural> properties,
        Optional<Structural> items,
        Optional<Structural> additional,
        boolean additionalAllowed,
        boolean preserveUnknownFields,
        boolean embeddedResource,
        boolean intOrString,
        String listType,
        List<String> listMapKeys,
        String mapType,
        Limits limits,
        List<String> required,
        List<Tree> enumeration,
        List<Structural> allOf,
        List<Structural> anyOf,
        List<Structural> oneOf,
        Optional<Structural> not,
        ObjectTree tree) {

    /// A schema that says nothing.
    public static final Structural NONE = of(ObjectTree.EMPTY);

    /// Bounds that a value must keep. Lengths are counted in characters.
    public record Limits(
            OptionalDouble maximum,
            boolean exclusiveMaximum,
            OptionalDouble minimum,
            boolean exclusiveMinimum,
            OptionalDouble multipleOf,
            OptionalLong maxLength,
            OptionalLong minLength,
            String pattern,
            OptionalLong maxItems,
            OptionalLong minItems,
            OptionalLong maxProperties,
            OptionalLong minProperties) {

        private static final List<String> FIELDS = List.of(
                "maximum",
                "minimum",
                "multipleOf",
                "maxLength",
                "minLength",
                "pattern",
                "maxItems",
                "minItems",
                "maxProperties",
                "minProperties");

        private static final Limits NONE = read(ObjectTree.EMPTY);

        static Limits of(ObjectTree schema) {
            return FIELDS.stream().anyMatch(schema::has) ? read(schema) : NONE;
        }

        private static Limits read(ObjectTree schema) {
            return new Limits(
                    decimal(schema, "maximum"),
                    schema.bool("exclusiveMaximum"),
                    decimal(schema, "minimum"),
                    schema.bool("exclusiveMinimum"),
                    decimal(schema, "multipleOf"),
                    number(schema, "maxLength"),
                    number(schema, "minLength"),
                    schema.text("pattern"),
                    number(schema, "maxItems"),
                    number(schema, "minItems"),
                    number(schema, "maxProperties"),
                    number(schema, "minProperties"));
        }

        private static OptionalDouble decimal(ObjectTree schema, String field) {
            return schema.get(field) instanceof NumberTree number
                    ? OptionalDouble.of(number.asDouble())
                    : OptionalDouble.empty();
        }

        private static OptionalLong number(ObjectTree schema, String field) {
            return schema.get(field) instanceof NumberTree number
                    ? OptionalLong.of(number.asLong())
                    : OptionalLong.empty();
        }
    }

    /// Reads a node and everything below it.
    ///
    /// @param schema a `JSONSchemaProps` that has passed decoding
    public static Structural of(ObjectTree schema) {
        Tree additional = schema.get("additionalProperties");
        Tree standard = schema.get("default");
        return new Structural(
                schema.text("type"),
                schema.text("format"),
                schema.bool("nullable"),
                standard.isNull() ? NullTree.ABSENT : standard,
                properties(schema.object("properties")),
                optional(schema.get("items")),
                optional(additional),
                additional instanceof ObjectTree || additional.asBoolean(),
                schema.bool("x-kubernetes-preserve-unknown-fields"),
                schema.bool("x-kubernetes-embedded-resource"),
                schema.bool("x-kubernetes-int-or-string"),
                schema.text("x-kubernetes-list-type"),
                List.copyOf(schema.list("x-kubernetes-list-map-keys").texts()),
                schema.text("x-kubernetes-map-type"),
                Limits.of(schema),
                List.copyOf(schema.list("required").texts()),
                List.copyOf(schema.list("enum").stream().toList()),
                list(schema.list("allOf")),
                list(schema.list("anyOf")),
                list(schema.list("oneOf")),
                optional(schema.get("not")),
                schema);
    }

    private static Map<String, Structural> properties(ObjectTree schemas) {
        if (schemas.isEmpty()) {
            return Map.of();
        }
        Map<String, Structural> properties = new LinkedHashMap<>();
        for (ObjectTree.Cursor c = schemas.cursor(); c.next(); ) {
            properties.put(c.name(), of(c.value().asObject()));
        }
        return properties;
    }

    private static Optional<Structural> optional(Tree schema) {
        return schema instanceof ObjectTree object ? Optional.of(of(object)) : Optional.empty();
    }

    private static List<Structural> list(ListTree schemas) {
        return schemas.objects().stream().map(Structural::of).toList();
    }

    /// What stands at a field of an object: its own schema, or that of all entries.
    public Optional<Structural> field(String name) {
        Structural own = properties.get(name);
        return own == null ? additional : Optional.of(own);
    }

    public Optional<Structural> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /// Whether `additionalProperties` is there and false.
    public boolean isClosed() {
        return tree.has("additionalProperties") && !additionalAllowed;
    }

    /// Whether the node or one below it has rules in CEL.
    public boolean hasRules() {
        return !rules().isEmpty()
                || items.filter(Structural::hasRules).isPresent()
                || additional.filter(Structural::hasRules).isPresent()
                || properties.values().stream().anyMatch(Structural::hasRules);
    }

    /// `x-kubernetes-validations` of this node.
    public ListTree rules() {
        return tree.list("x-kubernetes-validations");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Structural that && tree.equals(that.tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    @Override
    public String toString() {
        return tree.toString();
    }
}
