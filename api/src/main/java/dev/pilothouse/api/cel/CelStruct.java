package dev.pilothouse.api.cel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A value with fields that are known by name. A field may wait to be computed until somebody asks for it, and is computed once.
public final class CelStruct {
    private final String type;
    private final Map<String, Supplier<Object>> fields;
    private final Map<String, Object> known = new LinkedHashMap<>();

    public CelStruct(String type, Map<String, Supplier<Object>> fields) {
        this.type = type;
        this.fields = Map.copyOf(fields);
    }

    /// With fields that have their values.
    static CelStruct made(String type, Map<String, Object> values) {
        CelStruct made = new CelStruct(type, Map.of());
        made.known.putAll(values);
        return made;
    }

    public String type() {
        return type;
    }

    Collection<String> names() {
        return known.keySet();
    }

    Optional<Object> field(String name) {
        Object value = known.get(name);
        if (value == null && fields.containsKey(name)) {
            value = fields.get(name).get();
            known.put(name, value);
        }
        return Optional.ofNullable(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CelStruct struct && struct.type.equals(type) && Values.equal(struct.known, known);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }
}
