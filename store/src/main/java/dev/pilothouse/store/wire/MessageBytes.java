package dev.pilothouse.store.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a protobuf message. What is zero or empty isn't written, as proto3 has it.
public final class MessageBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public MessageBytes number(int field, long value) {
        if (value != 0) {
            varint((long) field << 3);
            varint(value);
        }
        return this;
    }

    public MessageBytes flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    public MessageBytes bytes(int field, byte[] value) {
        return value.length == 0 ? this : message(field, value);
    }

    public MessageBytes text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /// A message is there although it may be empty.
    public MessageBytes message(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    public byte[] done() {
        return out.toByteArray();
    }
}
