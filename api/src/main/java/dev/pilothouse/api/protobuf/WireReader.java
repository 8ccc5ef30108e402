package dev.pilothouse.api.protobuf;

import java.nio.charset.StandardCharsets;

/// A range of bytes read as protobuf. Every length is checked against the range before anything is made of it.
public final class WireReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    WireReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    public WireReader(byte[] message) {
        this(message, 0, message.length);
    }

    public boolean atEnd() {
        return at == end;
    }

    public long varint() throws MalformedProtobuf {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw MalformedProtobuf.truncated();
            }
            byte b = bytes[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedProtobuf("proto: integer overflow");
    }

    long fixed64() throws MalformedProtobuf {
        require(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value |= (bytes[at + i] & 0xffL) << 8 * i;
        }
        at += 8;
        return value;
    }

    /// The next length-delimited value as a range of its own.
    public WireReader delimited() throws MalformedProtobuf {
        int length = length();
        WireReader inner = new WireReader(bytes, at, at + length);
        at += length;
        return inner;
    }

    private int length() throws MalformedProtobuf {
        long length = varint();
        if (length < 0) {
            throw new MalformedProtobuf("proto: negative length found during unmarshaling");
        }
        if (length > end - at) {
            throw MalformedProtobuf.truncated();
        }
        return (int) length;
    }

    private void require(int count) throws MalformedProtobuf {
        if (end - at < count) {
            throw MalformedProtobuf.truncated();
        }
    }

    /// What is left, as text.
    public String text() {
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    /// What is left, as bytes of their own.
    public byte[] rest() {
        return java.util.Arrays.copyOfRange(bytes, at, end);
    }

    /// Passes over the value of a field that isn't known. Groups are gone from protobuf since long; none is read.
    public void skip(int wireType) throws MalformedProtobuf {
        switch (wireType) {
            case WireType.VARINT -> varint();
            case WireType.FIXED64 -> {
                require(8);
                at += 8;
            }
            case WireType.LENGTH -> delimited();
            case WireType.FIXED32 -> {
                require(4);
                at += 4;
            }
            default -> throw new MalformedProtobuf("proto: illegal wireType " + wireType);
        }
    }
}
