package dev.pilothouse.api.openapi;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The schemas of custom types: those of their definitions, with the parts that every object has. In v2, whose language is
/// poorer, what it can't say is left out, so that clients don't refuse what the server takes.
final class CustomSchemas {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String OBJECT = META + "PartialObjectMetadata";
    private static final String LIST = META + "PartialObjectMetadataList";
    private static final Set<String> UNPUBLISHED = Set.of("example", "externalDocs");
    private static final Set<String> TOLD_BY_V3_ALONE =
            Set.of("allOf", "anyOf", "oneOf", "not", "default");

    private static final ListTree INTEGER_OR_STRING = ListTree.of(
            ObjectTree.of("type", Tree.of("integer")), ObjectTree.of("type", Tree.of("string")));

    private final Descriptions descriptions;
    private final String references;
    private final boolean second;

    /// @param references what the names of types follow
    /// @param second whether for OpenAPI v2
    CustomSchemas(Descriptions descriptions, String references, boolean second) {
        this.descriptions = descriptions;
        this.references = references;
        this.second = second;
    }

    ObjectTree object(CustomType type) {
        ObjectTree schema = type.schema();
        boolean open = schema.bool("x-kubernetes-preserve-unknown-fields");
        // Without fields at all a client takes everything; with some, it would miss the unknown ones.
        ObjectTree published = second && open
                ? ObjectTree.of("type", Tree.of("object"))
                : withEnvelope(node(schema, false));
        return selectable(
                type,
                published.with(
                        "x-kubernetes-group-version-kind",
                        ListTree.of(Definitions.kind(type.resource().groupVersionKind()))));
    }

    private static ObjectTree selectable(CustomType type, ObjectTree schema) {
        if (type.selectable().isEmpty()) {
            return schema;
        }
        return schema.with(
                "x-kubernetes-selectable-fields",
                ListTree.of(type.selectable().stream()
                        .map(path -> ObjectTree.of("fieldPath", Tree.of(path)))
                        .toList()));
    }

    ObjectTree list(CustomType type) {
        String items = "List of " + type.resource().id().resource()
                + ". More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";
        ObjectTree properties = ObjectTree.builder()
                .put("apiVersion", text(OBJECT, "apiVersion"))
                .put("kind", text(OBJECT, "kind"))
                .put("metadata", reference(META + "ListMeta", LIST))
                .put(
                        "items",
                        ObjectTree.builder()
                                .put("description", items)
                                .put("type", "array")
                                .put("items", ObjectTree.of("$ref", Tree.of(references + type.name())))
                                .build())
                .build();
        ObjectTree schema = ObjectTree.builder()
                .put("description", type.listKind() + " is a list of " + type.resource().kind())
                .put("type", "object")
                .put("required", ListTree.ofTexts(List.of("items")))
                .put("properties", properties)
                .put(
                        "x-kubernetes-group-version-kind",
                        ListTree.of(Definitions.kind(type.version().kind(type.listKind()))))
                .build();
        return selectable(type, schema);
    }

    private ObjectTree withEnvelope(ObjectTree schema) {
        ObjectTree properties = schema.object("properties")
                .with("apiVersion", text(OBJECT, "apiVersion"))
                .with("kind", text(OBJECT, "kind"))
                .with("metadata", reference(META + "ObjectMeta", OBJECT));
        return schema.with("properties", properties);
    }

    private ObjectTree text(String type, String field) {
        ObjectTree schema = ObjectTree.of("type", Tree.of("string"));
        return descriptions.of(type, field).map(words -> schema.with("description", words)).orElse(schema);
    }

    private ObjectTree reference(String target, String described) {
        ObjectTree bare = ObjectTree.of("$ref", Tree.of(references + target));
        ObjectTree schema = second ? bare : ObjectTree.of("allOf", ListTree.of(bare));
        return descriptions
                .of(described, "metadata")
                .map(words -> schema.with("description", words))
                .orElse(schema);
    }

    private ObjectTree node(ObjectTree schema, boolean inside) {
        boolean eitherType = schema.bool("x-kubernetes-int-or-string");
        if (second && isUntellable(schema, eitherType)) {
            return untold(schema);
        }
        ObjectTree.Builder node = ObjectTree.builder();
        for (ObjectTree.Field field : schema.fields()) {
            String name = field.name();
            Tree value = field.value();
            switch (name) {
                case "properties" -> {
                    ObjectTree.Builder properties = ObjectTree.builder();
                    for (ObjectTree.Field property : value.asObject().fields()) {
                        properties.put(property.name(), node(property.value().asObject(), true));
                    }
                    node.put(name, properties.build());
                }
                case "items" -> node.put(name, node(value.asObject(), true));
                case "additionalProperties" ->
                    node.put(name, value instanceof ObjectTree below ? node(below, true) : value);
                default -> {
                    if (!UNPUBLISHED.contains(name) && !(second && TOLD_BY_V3_ALONE.contains(name))) {
                        node.put(name, value);
                    }
                }
            }
        }
        ObjectTree made = node.build();
        if (eitherType && !second && !schema.has("anyOf") && !schema.has("allOf")) {
            made = made.with("anyOf", INTEGER_OR_STRING);
        }
        return inside && schema.bool("x-kubernetes-embedded-resource") ? embedded(made) : made;
    }

    /// An object inside another one always says what it is.
    private ObjectTree embedded(ObjectTree schema) {
        List<String> required = new ArrayList<>(schema.list("required").texts());
        for (String field : List.of("kind", "apiVersion")) {
            if (!required.contains(field)) {
                required.add(field);
            }
        }
        return withEnvelope(schema).with("required", ListTree.ofTexts(required));
    }

    /// What v2 would say too narrowly: a null, a number or a text, a field that isn't named.
    private static boolean isUntellable(ObjectTree schema, boolean eitherType) {
        return eitherType || schema.bool("nullable") || schema.bool("x-kubernetes-preserve-unknown-fields");
    }

    private static ObjectTree untold(ObjectTree schema) {
        ObjectTree.Builder node = ObjectTree.builder();
        for (ObjectTree.Field field : schema.fields()) {
            boolean kept = field.name().equals("description") || field.name().startsWith("x-kubernetes-");
            if (kept) {
                node.put(field.name(), field.value());
            }
        }
        return node.build();
    }
}
