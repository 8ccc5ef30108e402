package dev.pilothouse.api.protobuf;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// From objects to `application/vnd.kubernetes.protobuf` and back: four bytes `k8s\0`, then the message
/// `runtime.Unknown` that names version and kind and holds the object's own message.
///
/// P1 What is written equals what Go's generated code writes for the same object, byte for byte.
/// P2 Reading makes nothing larger than the input's size accounts for, and nests no deeper than a fixed limit.
public final class Protobuf {
    private static final byte[] PREFIX = {'k', '8', 's', 0};

    /// Content encoding and content type are written though they are always empty here.
    private static final byte[] NO_CONTENT_TYPE = {0x1a, 0, 0x22, 0};

    private Protobuf() {}

    /// What the outer message says, and the object's own message.
    public record Envelope(String apiVersion, String kind, byte[] message) {}

    /// The described type of an object in its own words; empty if it can't be written as protobuf.
    public static Optional<TypeSchema> typeOf(ObjectTree object, Schemas schemas) {
        GroupVersion version = GroupVersion.parse(object.text("apiVersion"));
        return schemas.kind(new GroupVersionKind(version.group(), version.version(), object.text("kind")));
    }

    /// The object with its envelope.
    public static byte[] write(ObjectTree object, TypeSchema type) {
        BackwardBuffer out = new BackwardBuffer(2048);
        envelope(object, type, out);
        return out.toBytes();
    }

    /// An envelope around a message that no schema describes.
    public static byte[] write(Envelope envelope) {
        BackwardBuffer out = new BackwardBuffer(envelope.message().length + 64);
        envelope(envelope.apiVersion(), envelope.kind(), out, () -> out.raw(envelope.message()));
        return out.toBytes();
    }

    private static void envelope(ObjectTree object, TypeSchema type, BackwardBuffer out) {
        envelope(object.text("apiVersion"), object.text("kind"), out, () -> new MessageWriter(out).message(object, type));
    }

    private static void envelope(String apiVersion, String kind, BackwardBuffer out, Runnable message) {
        out.raw(NO_CONTENT_TYPE);
        int mark = out.written();
        message.run();
        out.delimit(2, mark);
        type(apiVersion, kind, out);
    }

    private static void type(String apiVersion, String kind, BackwardBuffer out) {
        int mark = out.written();
        text(2, kind, out);
        text(1, apiVersion, out);
        out.delimit(1, mark);
        out.raw(PREFIX);
    }

    private static void text(int number, String text, BackwardBuffer out) {
        int mark = out.written();
        out.text(text);
        out.delimit(number, mark);
    }

    /// The message of an object alone, as it stands in a list.
    public static byte[] message(ObjectTree object, TypeSchema type) {
        BackwardBuffer out = new BackwardBuffer(2048);
        new MessageWriter(out).message(object, type);
        return out.toBytes();
    }

    /// A list in its envelope, around the messages of its items.
    ///
    /// @param list without items
    /// @param items not to be changed as long as the list is used
    public static WrittenList list(ObjectTree list, TypeSchema type, List<byte[]> items) {
        byte[] message = message(list, type);
        long bytes = message.length;
        for (byte[] item : items) {
            bytes += WrittenList.delimiterBytes(item.length) + item.length;
        }
        BackwardBuffer head = new BackwardBuffer(message.length + 64);
        head.raw(message);
        head.varint(bytes);
        head.tag(2, WireType.LENGTH);
        type(list.text("apiVersion"), list.text("kind"), head);
        return new WrittenList(
                head.toBytes(), items, NO_CONTENT_TYPE, head.written() - message.length + bytes + NO_CONTENT_TYPE.length);
    }

    /// One event of a watch: the length of the event in four bytes, then the event.
    public static byte[] frame(String eventType, ObjectTree object, TypeSchema type) {
        BackwardBuffer out = new BackwardBuffer(2048);
        envelope(object, type, out);
        // WatchEvent.object is a RawExtension: a message within a message.
        out.delimit(1, 0);
        out.delimit(2, 0);
        text(1, eventType, out);
        int length = out.written();
        out.raw(new byte[] {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length});
        return out.toBytes();
    }

    /// Whether the bytes begin as an envelope does.
    public static boolean isEnvelope(byte[] bytes) {
        return bytes.length >= PREFIX.length && Arrays.equals(bytes, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    public static Envelope open(byte[] bytes) throws MalformedProtobuf {
        if (!isEnvelope(bytes)) {
            throw new MalformedProtobuf(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        String apiVersion = "";
        String kind = "";
        byte[] message = new byte[0];
        WireReader in = new WireReader(bytes, PREFIX.length, bytes.length);
        while (!in.atEnd()) {
            long tag = in.varint();
            if (tag == (1 << 3 | WireType.LENGTH)) {
                WireReader type = in.delimited();
                while (!type.atEnd()) {
                    long part = type.varint();
                    if (part == (1 << 3 | WireType.LENGTH)) {
                        apiVersion = type.delimited().text();
                    } else if (part == (2 << 3 | WireType.LENGTH)) {
                        kind = type.delimited().text();
                    } else {
                        type.skip((int) (part & 7));
                    }
                }
            } else if (tag == (2 << 3 | WireType.LENGTH)) {
                message = in.delimited().rest();
            } else {
                in.skip((int) (tag & 7));
            }
        }
        return new Envelope(apiVersion, kind, message);
    }

    /// The object of an envelope as it was sent: what Go would leave out of its JSON form is still there, so it is to
    /// be decoded ([dev.pilothouse.api.schema.Decoding]) as any other input.
    public static ObjectTree read(Envelope envelope, TypeSchema type) throws MalformedProtobuf {
        WireReader in = new WireReader(envelope.message(), 0, envelope.message().length);
        ObjectTree object = new MessageReader().message(in, type);
        ObjectTree.Builder named = ObjectTree.builder().putAll(object);
        if (!envelope.apiVersion().isEmpty()) {
            named.put("apiVersion", envelope.apiVersion());
        }
        if (!envelope.kind().isEmpty()) {
            named.put("kind", envelope.kind());
        }
        return named.build();
    }
}
