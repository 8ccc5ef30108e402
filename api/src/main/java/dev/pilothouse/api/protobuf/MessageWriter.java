package dev.pilothouse.api.protobuf;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Writes messages as Go's generated code does: fields by number, map entries by key, and every value that Go doesn't
/// hold by pointer, whether or not somebody set it. As the buffer grows towards its start, everything is written in
/// reverse.
final class MessageWriter {
    private final BackwardBuffer out;

    MessageWriter(BackwardBuffer out) {
        this.out = out;
    }

    void message(ObjectTree object, TypeSchema type) {
        Layout layout = Layout.of(type);
        Tree[] values = layout.values(object);
        for (int i = values.length - 1; i >= 0; i--) {
            Layout.Slot slot = layout.slots().get(i);
            if (slot.field().inline()) {
                int mark = out.written();
                message(object, ((FieldType.Reference) slot.type()).type().schema());
                out.delimit(slot.number(), mark);
            } else if (slot.wrapping() == Layout.Wrapping.NONE) {
                field(slot.field(), values[i]);
            } else {
                wrapped(slot, values[i], type);
            }
        }
    }

    private void field(FieldSchema field, Tree value) {
        switch (field.type()) {
            case FieldType.Scalar scalar -> {
                if (!value.isNull() || !field.pointer() && scalar != FieldType.Scalar.BYTES) {
                    scalar(field.number(), scalar, value);
                }
            }
            case FieldType.Reference(FieldType.TypeName type) -> {
                if (!value.isNull() || !field.pointer()) {
                    reference(field.number(), type, value);
                }
            }
            case FieldType.ListOf(FieldType element, boolean _) -> {
                List<Tree> elements = copy(value.asList());
                for (int i = elements.size() - 1; i >= 0; i--) {
                    element(field.number(), element, elements.get(i));
                }
            }
            case FieldType.MapOf(FieldType element) -> {
                List<ObjectTree.Field> entries = new ArrayList<>();
                value.asObject().fields().forEach(entries::add);
                for (int i = entries.size() - 1; i >= 0; i--) {
                    int mark = out.written();
                    element(2, element, entries.get(i).value());
                    text(1, entries.get(i).name());
                    out.delimit(field.number(), mark);
                }
            }
        }
    }

    private static List<Tree> copy(ListTree list) {
        List<Tree> values = new ArrayList<>(list.size());
        list.forEach(values::add);
        return values;
    }

    private void element(int number, FieldType type, Tree value) {
        switch (type) {
            case FieldType.Scalar scalar -> {
                if (scalar != FieldType.Scalar.BYTES || !value.isNull()) {
                    scalar(number, scalar, value);
                }
            }
            case FieldType.Reference(FieldType.TypeName of) -> reference(number, of, value);
            case FieldType.ListOf list -> items(number, list.element(), value.asList());
            case FieldType.MapOf _ -> throw new IllegalStateException("no type of Kubernetes holds a map in a list or map");
        }
    }

    private void reference(int number, FieldType.TypeName type, Tree value) {
        int mark = out.written();
        message(value.asObject(), type.schema());
        out.delimit(number, mark);
    }

    /// A list with a type of its own in Go is a message with one repeated field.
    private void items(int number, FieldType element, ListTree list) {
        int mark = out.written();
        List<Tree> elements = copy(list);
        for (int i = elements.size() - 1; i >= 0; i--) {
            element(1, element, elements.get(i));
        }
        out.delimit(number, mark);
    }

    private void text(int number, String text) {
        int mark = out.written();
        out.text(text);
        out.delimit(number, mark);
    }

    private void varint(int number, long value) {
        out.varint(value);
        out.tag(number, WireType.VARINT);
    }

    private void scalar(int number, FieldType.Scalar type, Tree value) {
        switch (type) {
            case STRING -> text(number, value.asText());
            case BOOL -> varint(number, value.asBoolean() ? 1 : 0);
            case INT32, INT64 -> varint(number, value.asLong());
            case DOUBLE -> {
                out.fixed64(Double.doubleToLongBits(value.asDouble()));
                out.tag(number, WireType.FIXED64);
            }
            case BYTES -> {
                int mark = out.written();
                out.raw(Base64.getDecoder().decode(value.asText()));
                out.delimit(number, mark);
            }
            case TIME, MICRO_TIME -> {
                int mark = out.written();
                Optional<Instant> time = Timestamps.parse(value.asText());
                if (time.isPresent()) {
                    varint(2, time.get().getNano());
                    varint(1, time.get().getEpochSecond());
                }
                out.delimit(number, mark);
            }
            case QUANTITY -> {
                int mark = out.written();
                text(1, value instanceof TextTree text ? text.asText() : "0");
                out.delimit(number, mark);
            }
            case INT_OR_STRING -> {
                int mark = out.written();
                boolean isText = value instanceof TextTree;
                text(3, value.asText());
                varint(2, value instanceof NumberTree ? value.asLong() : 0);
                varint(1, isText ? 1 : 0);
                out.delimit(number, mark);
            }
            case RAW, FIELDS, SCHEMA, ANY -> {
                int mark = out.written();
                json(value);
                out.delimit(number, mark);
            }
            case DURATION -> throw new IllegalStateException("no kind that is sent as protobuf holds a duration");
        }
    }

    private void json(Tree value) {
        if (!value.isNull()) {
            int mark = out.written();
            Json.Bytes bytes = Json.bytes(value);
            out.raw(bytes.array(), bytes.offset(), bytes.length());
            out.delimit(1, mark);
        }
    }

    private void wrapped(Layout.Slot slot, Tree value, TypeSchema schemaType) {
        if (value.isNull()) {
            return;
        }
        switch (slot.wrapping()) {
            case NONE -> field(slot.field(), value);
            case JSON -> field(slot.field(), value);
            case ITEMS -> items(slot.number(), ((FieldType.ListOf) slot.type()).element(), value.asList());
            case SCHEMA_OR_BOOL, SCHEMA_OR_ARRAY -> either(slot, value, schemaType, slot.number());
            case SCHEMA_OR_TEXTS -> {
                List<ObjectTree.Field> entries = new ArrayList<>();
                value.asObject().fields().forEach(entries::add);
                for (int i = entries.size() - 1; i >= 0; i--) {
                    int mark = out.written();
                    either(slot, entries.get(i).value(), schemaType, 2);
                    text(1, entries.get(i).name());
                    out.delimit(slot.number(), mark);
                }
            }
        }
    }

    /// A place that holds a schema or something else.
    private void either(Layout.Slot slot, Tree value, TypeSchema schemaType, int number) {
        int mark = out.written();
        boolean orBool = slot.wrapping() == Layout.Wrapping.SCHEMA_OR_BOOL;
        switch (value) {
            case ObjectTree object -> {
                int inner = out.written();
                message(object, schemaType);
                out.delimit(orBool ? 2 : 1, inner);
            }
            case ListTree list -> {
                List<Tree> elements = copy(list);
                for (int i = elements.size() - 1; i >= 0; i--) {
                    int inner = out.written();
                    if (slot.wrapping() == Layout.Wrapping.SCHEMA_OR_ARRAY) {
                        message(elements.get(i).asObject(), schemaType);
                    } else {
                        out.text(elements.get(i).asText());
                    }
                    out.delimit(2, inner);
                }
            }
            default -> {}
        }
        if (orBool) {
            varint(1, value instanceof ObjectTree || value.asBoolean() ? 1 : 0);
        }
        out.delimit(number, mark);
    }
}
