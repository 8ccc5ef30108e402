package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Shape.Field;
import dev.pilothouse.api.apply.Shape.Identity;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The shapes of types that come from a definition (`x-kubernetes-list-type`, `x-kubernetes-map-type`). Made as far as a
/// write looks into them.
final class StructuralShapes {
    private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private StructuralShapes() {}

    /// A whole object with `apiVersion`, `kind` and `metadata`.
    static Shape.Struct resource(Structural schema, Shapes shapes) {
        return new Shape.Struct(
                schema.mapType().equals("atomic"),
                new Shapes.Once(() -> fields(schema, true, shapes)),
                schema.preserveUnknownFields());
    }

    private static Map<String, Field> fields(Structural schema, boolean resource, Shapes shapes) {
        Map<String, Field> fields = new HashMap<>();
        schema.properties().forEach((name, below) -> fields.put(name, field(name, shape(below, shapes))));
        if (resource) {
            fields.put("apiVersion", field("apiVersion", Shape.TEXT));
            fields.put("kind", field("kind", Shape.TEXT));
            fields.put("metadata", field("metadata", shapes.of(Schemas.builtIn().type(OBJECT_META))));
        }
        return Map.copyOf(fields);
    }

    private static Field field(String name, Shape shape) {
        return new Field(Step.field(name).intern(), shape, NullTree.ABSENT);
    }

    private static Shape shape(Structural schema, Shapes shapes) {
        if (schema.intOrString()) {
            return Shape.ANY_SCALAR;
        }
        return switch (schema.type()) {
            case "object" -> object(schema, shapes);
            case "array" -> new Shape.Elements(identity(schema), element(schema.items(), shapes));
            case "string" -> Shape.TEXT;
            case "integer", "number" -> Shape.NUMBER;
            case "boolean" -> Shape.BOOLEAN;
            default -> Shape.DEDUCED;
        };
    }

    private static Shape element(Optional<Structural> schema, Shapes shapes) {
        return schema.map(below -> shape(below, shapes)).orElse(Shape.DEDUCED);
    }

    private static Shape object(Structural schema, Shapes shapes) {
        boolean atomic = schema.mapType().equals("atomic");
        if (schema.embeddedResource()) {
            return resource(schema, shapes);
        }
        if (!schema.properties().isEmpty()) {
            return new Shape.Struct(
                    atomic,
                    new Shapes.Once(() -> fields(schema, false, shapes)),
                    schema.preserveUnknownFields());
        }
        if (schema.additionalAllowed()) {
            return new Shape.Entries(atomic, element(schema.additional(), shapes));
        }
        return atomic ? Shape.ANY : Shape.DEDUCED;
    }

    private static Identity identity(Structural list) {
        return switch (list.listType()) {
            case "set" -> new Identity.Value();
            case "map" -> new Identity.Keys(list.listMapKeys(), defaults(list));
            default -> new Identity.Position();
        };
    }

    private static ObjectTree defaults(Structural list) {
        ObjectTree.Builder defaults = ObjectTree.builder();
        for (String key : list.listMapKeys()) {
            list.items()
                    .flatMap(items -> items.property(key))
                    .ifPresent(property -> defaults.put(key, property.defaultValue()));
        }
        return defaults.build();
    }
}
