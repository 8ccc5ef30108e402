package dev.pilothouse.api.cel;

import java.util.Map;
import java.util.Optional;

/// Types that expressions know by a name of their own.
final class TypeNames {
    private static final CelType DYN = CelType.Simple.DYN;
    private static final Map<String, CelType> TYPES = Map.of(
            "bool", CelType.Simple.BOOL,
            "int", CelType.Simple.INT,
            "uint", CelType.Simple.UINT,
            "double", CelType.Simple.DOUBLE,
            "string", CelType.Simple.STRING,
            "bytes", CelType.Simple.BYTES,
            "null_type", CelType.Simple.NULL,
            "type", CelType.Simple.TYPE,
            "list", new CelType.ListOf(DYN),
            "map", new CelType.MapOf(DYN, DYN));

    private TypeNames() {}

    static boolean isKnown(String name) {
        return TYPES.containsKey(name);
    }

    static Optional<Object> find(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }
}
