package dev.pilothouse.api.cel;

import java.util.Map;
import java.util.Optional;

/// What is known of a value before there is one.
public sealed interface CelType {
    enum Simple implements CelType {
        DYN("dyn"),
        BOOL("bool"),
        INT("int"),
        UINT("uint"),
        DOUBLE("double"),
        STRING("string"),
        BYTES("bytes"),
        NULL("null"),
        TIMESTAMP("timestamp"),
        DURATION("duration"),
        TYPE("type"),
        /// Of what has been complained about already.
        ERROR("!error!");

        private final String shown;

        Simple(String shown) {
            this.shown = shown;
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    record ListOf(CelType element) implements CelType {
        @Override
        public String toString() {
            return "list(" + element + ")";
        }
    }

    record MapOf(CelType key, CelType value) implements CelType {
        @Override
        public String toString() {
            return "map(" + key + ", " + value + ")";
        }
    }

    record OptionalOf(CelType value) implements CelType {
        @Override
        public String toString() {
            return "optional_type(" + value + ")";
        }
    }

    /// A type with functions but without fields.
    record Opaque(String name) implements CelType {
        @Override
        public String toString() {
            return name;
        }
    }

    /// A type with fields. Two are the same when they have the same name.
    ///
    /// @param open whether it has every field, of unknown type
    record Struct(String name, Map<String, CelType> fields, boolean open) implements CelType {
        Optional<CelType> field(String field) {
            return Optional.ofNullable(fields.get(field)).or(() -> open ? Optional.of(Simple.DYN) : Optional.empty());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Struct struct && struct.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// A type that a signature leaves open.
    record Parameter(String name, int call) implements CelType {
        @Override
        public String toString() {
            return "dyn";
        }
    }

    static CelType list(CelType element) {
        return new ListOf(element);
    }

    static CelType map(CelType value) {
        return new MapOf(Simple.STRING, value);
    }

    static Struct struct(String name, Map<String, CelType> fields) {
        return new Struct(name, Map.copyOf(fields), false);
    }
}
