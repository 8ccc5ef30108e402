package dev.pilothouse.apiserver.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Header fields; names compare without case.
public final class Headers {
    public static final Headers NONE = new Headers(Map.of());

    private final TreeMap<String, List<String>> fields = new TreeMap<>();

    public Headers(Map<String, List<String>> fields) {
        fields.forEach((name, values) -> this.fields.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    }

    /// @param lowerCaseName the field's name in lower case
    public Optional<String> first(String lowerCaseName) {
        return all(lowerCaseName).stream().findFirst();
    }

    /// Every value in order, none if the field is missing.
    ///
    /// @param lowerCaseName the field's name in lower case
    public List<String> all(String lowerCaseName) {
        return fields.getOrDefault(lowerCaseName, List.of());
    }

    /// All fields by their names in lower case.
    public Map<String, List<String>> map() {
        return java.util.Collections.unmodifiableMap(fields);
    }
}
