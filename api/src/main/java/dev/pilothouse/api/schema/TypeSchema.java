package dev.pilothouse.api.schema;

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
