package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Shape.Field;
import dev.pilothouse.api.apply.Shape.Identity;
import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldSchema.Topology;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The shapes of described types, made when they are first needed and kept. Safe for use by many threads; one for a
/// server is enough.
public final class Shapes {
    private final ConcurrentHashMap<TypeSchema, Shape.Struct> shapes = new ConcurrentHashMap<>();

    public Shapes() {}

    private static final class BuiltIn {
        static final Shapes SHAPES = new Shapes();
    }

    /// The shapes of the types of Kubernetes itself, which are the same for all.
    public static Shapes builtIn() {
        return BuiltIn.SHAPES;
    }

    static Shape.Struct shape(TrackedType type) {
        return switch (type) {
            case TrackedType.Described(Shapes shapes, TypeSchema described) -> shapes.of(described);
            case TrackedType.Defined defined -> defined.shape();
        };
    }

    Shape.Struct of(TypeSchema type) {
        Shape.Struct known = shapes.get(type);
        return known != null ? known : shapes.computeIfAbsent(type, this::struct);
    }

    private Shape.Struct struct(TypeSchema type) {
        return new Shape.Struct(type.topology() instanceof Topology.Atomic, new Once(() -> fields(type)));
    }

    private Map<String, Field> fields(TypeSchema type) {
        Map<String, Field> fields = new HashMap<>();
        type.fields().forEach((name, field) -> fields.put(
                name,
                new Field(Step.field(name).intern(), shape(field.type(), field.topology()), zero(field))));
        return Map.copyOf(fields);
    }

    /// Runs its source at the first call. Two threads may both run it; they get equal answers.
    static final class Once implements Supplier<Map<String, Field>> {
        private final Supplier<Map<String, Field>> source;
        private volatile Map<String, Field> fields = Map.of();
        private volatile boolean ready;

        Once(Supplier<Map<String, Field>> source) {
            this.source = source;
        }

        @Override
        public Map<String, Field> get() {
            if (!ready) {
                fields = source.get();
                ready = true;
            }
            return fields;
        }
    }

    private Shape shape(FieldType type, Topology topology) {
        boolean atomic = topology instanceof Topology.Atomic;
        return switch (type) {
            case FieldType.Scalar scalar -> scalar(scalar);
            case FieldType.Reference(FieldType.TypeName name) -> {
                Shape.Struct struct = of(name.schema());
                yield topology instanceof Topology.OfType ? struct : new Shape.Struct(atomic, struct.fields(), struct.open());
            }
            case FieldType.MapOf(FieldType value) -> new Shape.Entries(atomic, element(value));
            case FieldType.ListOf(FieldType element, boolean _) ->
                new Shape.Elements(identity(element, topology), element(element));
        };
    }

    /// The shape of a value inside a list or map, where no field says more: lists are atomic there.
    private Shape element(FieldType type) {
        return shape(
                type,
                switch (type) {
                    case FieldType.ListOf _ -> new Topology.Atomic();
                    case FieldType.Reference _ -> new Topology.OfType();
                    case FieldType.MapOf _, FieldType.Scalar _ -> new Topology.Granular();
                });
    }

    private static Identity identity(FieldType element, Topology topology) {
        return switch (topology) {
            case Topology.Atomic _, Topology.Granular _, Topology.OfType _ -> new Identity.Position();
            case Topology.SetOfValues _ -> new Identity.Value();
            case Topology.Keyed(List<String> keys) -> new Identity.Keys(List.copyOf(keys), defaults(element, keys));
        };
    }

    private static ObjectTree defaults(FieldType element, List<String> keys) {
        ObjectTree.Builder defaults = ObjectTree.builder();
        if (element instanceof FieldType.Reference(FieldType.TypeName name)) {
            for (String key : keys) {
                name.schema().field(key).ifPresent(field -> defaults.put(key, field.defaultValue()));
            }
        }
        return defaults.build();
    }

    private static Shape scalar(FieldType.Scalar type) {
        return switch (type) {
            case STRING, BYTES -> Shape.TEXT;
            case BOOL -> Shape.BOOLEAN;
            case INT32, INT64, DOUBLE -> Shape.NUMBER;
            case TIME, MICRO_TIME -> Shape.ANY_SCALAR;
            case DURATION -> Shape.TEXT;
            case QUANTITY, INT_OR_STRING, RAW, FIELDS, SCHEMA, ANY -> Shape.ANY;
        };
    }

    private static Tree zero(FieldSchema field) {
        if (field.omitZero() || field.inline()) {
            return NullTree.ABSENT;
        }
        if (field.pointer()) {
            return unlessOmitted(field, NullTree.NULL);
        }
        return switch (field.type()) {
            case FieldType.Reference _ -> ObjectTree.EMPTY;
            case FieldType.ListOf _, FieldType.MapOf _ -> unlessOmitted(field, NullTree.NULL);
            case FieldType.Scalar scalar ->
                switch (scalar) {
                    case STRING -> unlessOmitted(field, Tree.of(""));
                    case BOOL -> unlessOmitted(field, Tree.of(false));
                    case INT32, INT64 -> unlessOmitted(field, Tree.of(0));
                    case DOUBLE -> unlessOmitted(field, Tree.of(0.0));
                    case BYTES, SCHEMA, ANY -> unlessOmitted(field, NullTree.NULL);
                    // Structs in Go, which `omitempty` doesn't leave out.
                    case TIME, MICRO_TIME, RAW, FIELDS -> NullTree.NULL;
                    case DURATION -> Tree.of("0s");
                    case QUANTITY -> Tree.of("0");
                    case INT_OR_STRING -> Tree.of(0);
                };
        };
    }

    private static Tree unlessOmitted(FieldSchema field, Tree zero) {
        return field.omitEmpty() ? NullTree.ABSENT : zero;
    }
}
