package dev.pilothouse.api.protobuf;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Reads messages into trees. What stands in the bytes stands in the tree, zero values too: decoding rules decide what
/// stays. Numbers that the type doesn't have are passed over. A field that comes twice counts as sent last.
final class MessageReader {
    /// Deeper nesting is no object of anybody's; it bounds the stack that a hostile message can ask for.
    private static final int DEPTH_LIMIT = 500;

    private int depth;

    ObjectTree message(WireReader in, TypeSchema type) throws MalformedProtobuf {
        ObjectTree.Builder object = ObjectTree.builder();
        message(in, type, object);
        return object.build();
    }

    private void message(WireReader in, TypeSchema type, ObjectTree.Builder object) throws MalformedProtobuf {
        if (++depth > DEPTH_LIMIT) {
            throw new MalformedProtobuf("proto: messages are nested deeper than " + DEPTH_LIMIT);
        }
        Layout layout = Layout.of(type);
        Repeated[] repeated = new Repeated[layout.slots().size()];
        while (!in.atEnd()) {
            long tag = in.varint();
            int wireType = (int) (tag & 7);
            if (wireType == WireType.GROUP_END) {
                throw new MalformedProtobuf("proto: " + layout.typeName() + ": wiretype end group for non-group");
            }
            if (tag >>> 3 == 0 || tag >>> 3 > Integer.MAX_VALUE) {
                throw new MalformedProtobuf("proto: " + layout.typeName() + ": illegal tag " + (int) (tag >>> 3)
                        + " (wire type " + wireType + ")");
            }
            int index = layout.find(tag >>> 3);
            if (index < 0) {
                in.skip(wireType);
            } else {
                Layout.Slot slot = layout.slots().get(index);
                if (slot.field().inline()) {
                    expect(WireType.LENGTH, wireType, slot);
                    message(in.delimited(), ((FieldType.Reference) slot.type()).type().schema(), object);
                } else {
                    repeated[index] = field(in, wireType, slot, type, object, repeated[index]);
                }
            }
        }
        for (int i = 0; i < repeated.length; i++) {
            if (repeated[i] != null) {
                object.put(layout.slots().get(i).field().name(), repeated[i].tree());
            }
        }
        depth--;
    }

    /// The elements of a list or the entries of a map, as they come.
    private record Repeated(List<Tree> elements, ObjectTree.Builder entries, boolean list) {
        Tree tree() {
            return list ? ListTree.of(elements) : entries.build();
        }
    }

    private Repeated field(
            WireReader in, int wireType, Layout.Slot slot, TypeSchema owner, ObjectTree.Builder object, Repeated before)
            throws MalformedProtobuf {
        String name = slot.field().name();
        switch (slot.type()) {
            case FieldType.ListOf(FieldType element, boolean _) -> {
                if (slot.wrapping() == Layout.Wrapping.ITEMS) {
                    expect(WireType.LENGTH, wireType, slot);
                    object.put(name, items(in.delimited(), element, slot));
                    return before;
                }
                Repeated list = before != null ? before : new Repeated(new ArrayList<>(), ObjectTree.builder(), true);
                if (wireType == WireType.LENGTH && wireType(element) != WireType.LENGTH) {
                    for (WireReader packed = in.delimited(); !packed.atEnd(); ) {
                        list.elements().add(element(packed, element, slot));
                    }
                } else {
                    expect(wireType(element), wireType, slot);
                    list.elements().add(element(in, element, slot));
                }
                return list;
            }
            case FieldType.MapOf(FieldType element) -> {
                expect(WireType.LENGTH, wireType, slot);
                Repeated map = before != null ? before : new Repeated(List.of(), ObjectTree.builder(), false);
                entry(in.delimited(), element, slot, owner, map.entries());
                return map;
            }
            case FieldType.Reference _, FieldType.Scalar _ -> {
                expect(wireType(slot.type()), wireType, slot);
                Tree value = slot.wrapping() == Layout.Wrapping.SCHEMA_OR_ARRAY
                                || slot.wrapping() == Layout.Wrapping.SCHEMA_OR_BOOL
                        ? either(in.delimited(), slot.wrapping(), owner)
                        : element(in, slot.type(), slot);
                object.put(name, value);
                return before;
            }
        }
    }

    private static void expect(int expected, int found, Layout.Slot slot) throws MalformedProtobuf {
        if (expected != found) {
            String name = slot.field().name();
            throw new MalformedProtobuf("proto: wrong wireType = " + found + " for field "
                    + Character.toUpperCase(name.charAt(0)) + name.substring(1));
        }
    }

    private static int wireType(FieldType type) {
        return switch (type) {
            case FieldType.Scalar scalar ->
                switch (scalar) {
                    case BOOL, INT32, INT64 -> WireType.VARINT;
                    case DOUBLE -> WireType.FIXED64;
                    default -> WireType.LENGTH;
                };
            case FieldType.Reference _, FieldType.ListOf _, FieldType.MapOf _ -> WireType.LENGTH;
        };
    }

    private void entry(
            WireReader in, FieldType type, Layout.Slot slot, TypeSchema owner, ObjectTree.Builder entries)
            throws MalformedProtobuf {
        String key = "";
        Tree value = NullTree.ABSENT;
        while (!in.atEnd()) {
            long tag = in.varint();
            if (tag == (1 << 3 | WireType.LENGTH)) {
                key = in.delimited().text();
            } else if (tag == (2 << 3 | wireType(type))) {
                value = slot.wrapping() == Layout.Wrapping.SCHEMA_OR_TEXTS
                        ? either(in.delimited(), slot.wrapping(), owner)
                        : element(in, type, slot);
            } else {
                in.skip((int) (tag & 7));
            }
        }
        entries.put(key, value.isAbsent() ? NullTree.NULL : value);
    }

    private ListTree items(WireReader in, FieldType element, Layout.Slot slot) throws MalformedProtobuf {
        List<Tree> items = new ArrayList<>();
        while (!in.atEnd()) {
            long tag = in.varint();
            if (tag == (1 << 3 | wireType(element))) {
                items.add(element(in, element, slot));
            } else {
                in.skip((int) (tag & 7));
            }
        }
        return ListTree.of(items);
    }

    private Tree element(WireReader in, FieldType type, Layout.Slot slot) throws MalformedProtobuf {
        return switch (type) {
            case FieldType.Scalar scalar -> scalar(in, scalar);
            case FieldType.Reference(FieldType.TypeName of) -> message(in.delimited(), of.schema());
            case FieldType.ListOf(FieldType element, boolean _) -> items(in.delimited(), element, slot);
            case FieldType.MapOf _ -> throw new IllegalStateException("no type of Kubernetes holds a map in a list or map");
        };
    }

    private static Tree scalar(WireReader in, FieldType.Scalar type) throws MalformedProtobuf {
        return switch (type) {
            case STRING -> Tree.of(in.delimited().text());
            case BOOL -> Tree.of(in.varint() != 0);
            case INT32 -> Tree.of((long) (int) in.varint());
            case INT64 -> Tree.of(in.varint());
            case DOUBLE -> {
                double value = Double.longBitsToDouble(in.fixed64());
                if (!Double.isFinite(value)) {
                    throw new MalformedProtobuf("json: unsupported value: " + value);
                }
                // Go writes a number without a fraction as an integer.
                boolean whole = value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE;
                yield whole ? Tree.of((long) value) : Tree.of(value);
            }
            case BYTES -> Tree.of(Base64.getEncoder().encodeToString(in.delimited().rest()));
            case TIME -> time(in.delimited(), false);
            case MICRO_TIME -> time(in.delimited(), true);
            case QUANTITY -> Tree.of(Part.read(in.delimited()).text);
            case INT_OR_STRING -> {
                Part part = Part.read(in.delimited());
                yield part.first == 1 ? Tree.of(part.third) : Tree.of((long) (int) part.second);
            }
            case RAW, FIELDS, SCHEMA, ANY -> json(Part.read(in.delimited()).bytes);
            case DURATION -> throw new IllegalStateException("no kind that is sent as protobuf holds a duration");
        };
    }

    private static Tree time(WireReader in, boolean micros) throws MalformedProtobuf {
        if (in.atEnd()) {
            return NullTree.NULL;
        }
        Part part = Part.read(in);
        try {
            Instant time = Instant.ofEpochSecond(part.first, (int) part.second);
            return Tree.of(micros ? Timestamps.micros(time) : Timestamps.seconds(time));
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedProtobuf("Time.MarshalJSON: year outside of range [0,9999]");
        }
    }

    private static Tree json(byte[] bytes) throws MalformedProtobuf {
        try {
            return bytes.length == 0 ? NullTree.NULL : Json.parse(bytes);
        } catch (MalformedJson e) {
            throw new MalformedProtobuf("json: error calling MarshalJSON: " + e.getMessage());
        }
    }

    /// A place that holds a schema or something else.
    private Tree either(WireReader in, Layout.Wrapping wrapping, TypeSchema schemaType) throws MalformedProtobuf {
        int schema = wrapping == Layout.Wrapping.SCHEMA_OR_BOOL ? 2 : 1;
        Tree value = wrapping == Layout.Wrapping.SCHEMA_OR_BOOL ? Tree.of(false) : NullTree.NULL;
        List<Tree> others = new ArrayList<>();
        while (!in.atEnd()) {
            long tag = in.varint();
            if (tag == (schema << 3 | WireType.LENGTH)) {
                value = schema(in.delimited(), schemaType);
            } else if (tag == (1 << 3 | WireType.VARINT)) {
                boolean allows = in.varint() != 0;
                value = value instanceof ObjectTree ? value : Tree.of(allows);
            } else if (tag == (2 << 3 | WireType.LENGTH)) {
                WireReader other = in.delimited();
                others.add(
                        wrapping == Layout.Wrapping.SCHEMA_OR_ARRAY
                                ? schema(other, schemaType)
                                : Tree.of(other.text()));
            } else {
                in.skip((int) (tag & 7));
            }
        }
        return others.isEmpty() ? value : ListTree.of(others);
    }

    /// A schema that stands where any JSON may: nobody decodes it after this, so it is brought into its form here.
    private ObjectTree schema(WireReader in, TypeSchema schemaType) throws MalformedProtobuf {
        try {
            return new Decoding().object(message(in, schemaType), schemaType);
        } catch (Decoding.WrongType e) {
            throw new MalformedProtobuf(e.getMessage());
        }
    }

    /// The few small messages whose parts make one value: a time (1 seconds, 2 nanoseconds), a quantity (1 text), an
    /// integer or text (1 which, 2 the integer, 3 the text), raw JSON (1 bytes).
    private static final class Part {
        private long first;
        private long second;
        private String text = "";
        private String third = "";
        private byte[] bytes = new byte[0];

        static Part read(WireReader in) throws MalformedProtobuf {
            Part part = new Part();
            while (!in.atEnd()) {
                long tag = in.varint();
                switch ((int) tag) {
                    case 1 << 3 -> part.first = in.varint();
                    case 2 << 3 -> part.second = in.varint();
                    case 1 << 3 | WireType.LENGTH -> {
                        WireReader content = in.delimited();
                        part.text = content.text();
                        part.bytes = content.rest();
                    }
                    case 3 << 3 | WireType.LENGTH -> part.third = in.delimited().text();
                    default -> in.skip((int) (tag & 7));
                }
            }
            return part;
        }
    }
}
