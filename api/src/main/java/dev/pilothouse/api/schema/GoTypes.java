package dev.pilothouse.api.schema;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.Tree;

/// Go's names and zero values for the types of fields: clients see both.
final class GoTypes {
    private GoTypes() {}

    /// `v1.PodSpec` for `io.k8s.api.core.v1.PodSpec`.
    static String name(TypeSchema type) {
        String[] parts = type.name().split("\\.");
        return parts[parts.length - 2] + "." + parts[parts.length - 1];
    }

    static String name(FieldType type) {
        return switch (type) {
            case FieldType.Reference(FieldType.TypeName of) -> name(of.schema());
            case FieldType.ListOf list -> "[]" + name(list.element());
            case FieldType.MapOf map -> "map[string]" + name(map.value());
            case FieldType.Scalar scalar ->
                switch (scalar) {
                    case STRING -> "string";
                    case BOOL -> "bool";
                    case INT32 -> "int32";
                    case INT64 -> "int64";
                    case DOUBLE -> "float64";
                    case BYTES -> "[]uint8";
                    case TIME -> "v1.Time";
                    case MICRO_TIME -> "v1.MicroTime";
                    case DURATION -> "v1.Duration";
                    case QUANTITY -> "resource.Quantity";
                    case INT_OR_STRING -> "intstr.IntOrString";
                    case RAW -> "runtime.RawExtension";
                    case FIELDS -> "v1.FieldsV1";
                    case SCHEMA -> "v1.JSONSchemaProps";
                    case ANY -> "interface {}";
                };
        };
    }

    /// How the decoder names the type of a list that it can't read: structs by themselves, others with brackets.
    static String elementOrList(FieldType.ListOf list) {
        return list.element() instanceof FieldType.Reference ? "[]" + name(list.element()) : name(list);
    }

    /// What Go writes for a value that was never set.
    static Tree zero(FieldType.Scalar type) {
        return switch (type) {
            case STRING -> Tree.of("");
            case BOOL -> BooleanTree.FALSE;
            case INT32, INT64, DOUBLE, INT_OR_STRING -> Tree.of(0);
            case QUANTITY -> Tree.of("0");
            case DURATION -> Tree.of("0s");
            case BYTES, TIME, MICRO_TIME, RAW, FIELDS, SCHEMA, ANY -> NullTree.NULL;
        };
    }
}
