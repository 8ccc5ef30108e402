package dev.pilothouse.store.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks over the fields of a protobuf message: [#next], then the field's value. A field that isn't asked for is skipped.
public final class MessageFields {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int wireType;
    private boolean pending;

    public MessageFields(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private MessageFields(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /// The number of the next field; 0 at the end.
    public int next() {
        if (pending) {
            skip();
        }
        if (at >= end) {
            return 0;
        }
        long tag = varint();
        wireType = (int) tag & 7;
        pending = true;
        return (int) (tag >>> 3);
    }

    public long number() {
        pending = false;
        return varint();
    }

    public boolean flag() {
        return number() != 0;
    }

    public byte[] bytes() {
        MessageFields inner = message();
        return Arrays.copyOfRange(bytes, inner.at, inner.end);
    }

    public String text() {
        MessageFields inner = message();
        return new String(bytes, inner.at, inner.end - inner.at, StandardCharsets.UTF_8);
    }

    public MessageFields message() {
        pending = false;
        int length = (int) varint();
        if (length < 0 || length > end - at) {
            throw new IllegalStateException("a message ends within a field");
        }
        int from = at;
        at += length;
        return new MessageFields(bytes, from, at);
    }

    private void skip() {
        switch (wireType) {
            case 0 -> number();
            case 1 -> fixed(8);
            case 2 -> message();
            case 5 -> fixed(4);
            default -> throw new IllegalStateException("a field has wire type " + wireType);
        }
    }

    private void fixed(int length) {
        pending = false;
        at += length;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new IllegalStateException("a message ends within a number");
            }
            byte part = bytes[at++];
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a number doesn't end");
    }
}
