package dev.pilothouse.api.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes written from the end to the start: what stands inside a message is written before its length, so that a
/// length is known when it is due and nothing is measured twice.
public final class BackwardBuffer {
    private byte[] bytes;
    private int start;

    public BackwardBuffer(int expectedBytes) {
        this.bytes = new byte[Math.max(16, expectedBytes)];
        this.start = bytes.length;
    }

    /// How much was written so far; a mark for [#delimit].
    public int written() {
        return bytes.length - start;
    }

    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    private void reserve(int count) {
        if (count <= start) {
            return;
        }
        int written = written();
        byte[] larger = new byte[Math.max(Math.multiplyExact(bytes.length, 2), Math.addExact(written, count))];
        System.arraycopy(bytes, start, larger, larger.length - written, written);
        bytes = larger;
        start = larger.length - written;
    }

    public void raw(byte[] content) {
        raw(content, 0, content.length);
    }

    public void raw(byte[] content, int offset, int length) {
        reserve(length);
        start -= length;
        System.arraycopy(content, offset, bytes, start, length);
    }

    public void text(String text) {
        raw(text.getBytes(StandardCharsets.UTF_8));
    }

    public void varint(long value) {
        int length = varintBytes(value);
        reserve(length);
        start -= length;
        long rest = value;
        for (int i = 0; i < length - 1; i++) {
            bytes[start + i] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[start + length - 1] = (byte) rest;
    }

    static int varintBytes(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    public void fixed64(long value) {
        reserve(8);
        start -= 8;
        for (int i = 0; i < 8; i++) {
            bytes[start + i] = (byte) (value >>> 8 * i);
        }
    }

    public void tag(int number, int wireType) {
        varint((long) number << 3 | wireType);
    }

    /// Puts number and length before what was written since the mark.
    public void delimit(int number, int mark) {
        varint(written() - mark);
        tag(number, WireType.LENGTH);
    }
}
