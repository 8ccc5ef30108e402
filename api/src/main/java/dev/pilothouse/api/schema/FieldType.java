package dev.pilothouse.api.schema;

/// What a field holds.
public sealed interface FieldType {

    /// A value without parts of its own, or one whose parts no schema describes.
    enum Scalar implements FieldType {
        STRING,
        BOOL,
        INT32,
        INT64,
        DOUBLE,
        /// Base64 text in JSON.
        BYTES,
        /// RFC 3339 text of whole seconds in JSON.
        TIME,
        /// RFC 3339 text of microseconds in JSON.
        MICRO_TIME,
        /// Text such as `1h2m3s` in JSON.
        DURATION,
        /// Text such as `100m`; read from numbers also.
        QUANTITY,
        /// A number or a text.
        INT_OR_STRING,
        /// An object of any kind (`RawExtension`).
        RAW,
        /// A field set of `managedFields` (`FieldsV1`).
        FIELDS,
        /// A JSON schema, or what may stand for one: a boolean, a list of schemas or of names.
        SCHEMA,
        /// Any JSON value.
        ANY
    }

    /// An object of a described type.
    record Reference(TypeName type) implements FieldType {}

    /// An array. Elements that are pointers in Go may be null.
    record ListOf(FieldType element, boolean nullable) implements FieldType {}

    /// An object with free names.
    record MapOf(FieldType value) implements FieldType {}

    /// The name of a described type, and the way to it: schemas refer to each other in circles, so a reference finds
    /// its schema when it is followed.
    record TypeName(String name, Schemas schemas) {
        public TypeSchema schema() {
            return schemas.type(name);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TypeName that && name.equals(that.name);
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
}
