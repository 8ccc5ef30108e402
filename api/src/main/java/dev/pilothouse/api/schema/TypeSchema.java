package dev.pilothouse.api.schema;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A type: its fields in Go's order, which is the order in which Go writes, prints and hashes them.
public final class TypeSchema {
    private final String name;
    private final List<FieldSchema> declared;
    private final FieldSchema.Topology topology;
    private final Optional<GroupVersionKind> kind;
    private final List<String> unions;
    private final Map<String, FieldSchema> byJsonName;
    private final List<FieldSchema> alwaysWritten;

    TypeSchema(
            String name,
            List<FieldSchema> declared,
            FieldSchema.Topology topology,
            Optional<GroupVersionKind> kind,
            List<String> unions) {
        this.name = name;
        this.declared = List.copyOf(declared);
        this.topology = topology;
        this.kind = kind;
        this.unions = List.copyOf(unions);
        this.byJsonName = new HashMap<>();
        collect(this);
        this.alwaysWritten = byJsonName.values().stream()
                .filter(field -> !whenMissing(field).isAbsent())
                .toList();
    }

    private void collect(TypeSchema from) {
        for (FieldSchema field : from.declared) {
            if (field.inline() && field.type() instanceof FieldType.Reference(FieldType.TypeName type)) {
                collect(type.schema());
            } else {
                byJsonName.putIfAbsent(field.name(), field);
            }
        }
    }

    /// The name in OpenAPI, such as `io.k8s.api.core.v1.Pod`.
    public String name() {
        return name;
    }

    /// The name without its package, such as `Pod`.
    public String shortName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// The fields as Go declares them; the fields of an inline one are those of its type.
    public List<FieldSchema> declared() {
        return declared;
    }

    /// The field with this name in JSON, wherever it is declared.
    public Optional<FieldSchema> field(String jsonName) {
        return Optional.ofNullable(byJsonName.get(jsonName));
    }

    FieldSchema fieldOrNull(String jsonName) {
        return byJsonName.get(jsonName);
    }

    /// `apiVersion` and `kind` belong to the object and not to its type, wherever it stands.
    boolean isEnvelope(String name) {
        return kind.isPresent() && (name.equals("apiVersion") || name.equals("kind"));
    }

    /// The fields that stand in every object of this type, whether or not somebody set them.
    List<FieldSchema> alwaysWritten() {
        return alwaysWritten;
    }

    boolean isAlwaysWritten(FieldSchema field) {
        return alwaysWritten.contains(field);
    }

    /// What stands there when nobody set the field: its default, or the empty value that Go writes; or nothing.
    Tree whenMissing(FieldSchema field) {
        if (!isZero(field.defaultValue())) {
            return field.defaultValue();
        }
        if (field.omitZero()) {
            return NullTree.ABSENT;
        }
        if (field.pointer()) {
            return field.omitEmpty() ? NullTree.ABSENT : NullTree.NULL;
        }
        return switch (field.type()) {
            // Go's `omitempty` never leaves a struct out.
            case FieldType.Reference _ -> ObjectTree.EMPTY;
            case FieldType.ListOf _, FieldType.MapOf _ -> field.omitEmpty() ? NullTree.ABSENT : NullTree.NULL;
            case FieldType.Scalar scalar ->
                switch (scalar) {
                    case TIME, MICRO_TIME, QUANTITY, DURATION, INT_OR_STRING, RAW -> GoTypes.zero(scalar);
                    default -> field.omitEmpty() ? NullTree.ABSENT : GoTypes.zero(scalar);
                };
        };
    }

    private static boolean isZero(Tree value) {
        return switch (value) {
            case NullTree _ -> true;
            case ObjectTree object -> object.isEmpty();
            case ListTree list -> list.isEmpty();
            case TextTree text -> text.isEmpty();
            case NumberTree number -> number.asDouble() == 0;
            case BooleanTree bool -> !bool.asBoolean();
        };
    }

    /// All fields by their names in JSON, inlined ones among them.
    public Map<String, FieldSchema> fields() {
        return java.util.Collections.unmodifiableMap(byJsonName);
    }

    public FieldSchema.Topology topology() {
        return topology;
    }

    /// The kind that objects of this type have, if they can stand alone.
    public Optional<GroupVersionKind> kind() {
        return kind;
    }

    /// The type's unions as OpenAPI publishes them (`x-kubernetes-unions`), each as JSON.
    public List<String> unions() {
        return unions;
    }

    @Override
    public String toString() {
        return name;
    }
}
