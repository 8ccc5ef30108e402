package dev.pilothouse.apiserver.registry;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/// Numbers out of a range that are taken, as they stand in the store: upstream's `RangeAllocation` in protobuf, so that
/// upstream's servers can share the record. Nobody serves this kind, so that no schema describes it.
///
/// @param range first and last, `30000-32767`
/// @param taken offsets from the first
record RangeRecord(String range, BitSet taken) {
    private static final byte[] PREFIX = {'k', '8', 's', 0};
    private static final int TYPE = 1;
    private static final int RAW = 2;
    private static final int METADATA = 1;
    private static final int RANGE = 2;
    private static final int BITS = 3;
    private static final int DELIMITED = 2;

    /// An empty ObjectMeta as Go's generated code writes it: fields that are no pointers are always there.
    private static final byte[] NO_METADATA = {0x0a, 0, 0x12, 0, 0x1a, 0, 0x22, 0, 0x2a, 0, 0x32, 0, 0x38, 0, 0x42, 0};

    byte[] bytes() {
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        field(type, 1, text("v1"));
        field(type, 2, text("RangeAllocation"));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        field(message, METADATA, NO_METADATA);
        field(message, RANGE, text(range));
        field(message, BITS, number(taken));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(PREFIX);
        field(all, TYPE, type.toByteArray());
        field(all, RAW, message.toByteArray());
        field(all, 3, new byte[0]);
        field(all, 4, new byte[0]);
        return all.toByteArray();
    }

    static RangeRecord read(byte[] bytes) {
        if (bytes.length < PREFIX.length || !ByteBuffer.wrap(bytes, 0, PREFIX.length).equals(ByteBuffer.wrap(PREFIX))) {
            throw new IllegalStateException("the cluster store holds no range of numbers where one belongs");
        }
        byte[] message = fields(ByteBuffer.wrap(bytes).position(PREFIX.length)).getOrDefault(RAW, new byte[0]);
        Map<Integer, byte[]> fields = fields(ByteBuffer.wrap(message));
        BigInteger bits = new BigInteger(1, fields.getOrDefault(BITS, new byte[0]));
        BitSet taken = new BitSet();
        for (int bit = 0; bit < bits.bitLength(); bit++) {
            taken.set(bit, bits.testBit(bit));
        }
        return new RangeRecord(
                new String(fields.getOrDefault(RANGE, new byte[0]), StandardCharsets.UTF_8), taken);
    }

    /// The bits as one number, the highest byte first and no leading zero: Go's `big.Int`.
    private static byte[] number(BitSet bits) {
        byte[] lowestFirst = bits.toByteArray();
        byte[] number = new byte[lowestFirst.length];
        for (int i = 0; i < number.length; i++) {
            number[i] = lowestFirst[number.length - 1 - i];
        }
        return number;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] content) {
        out.write(number << 3 | DELIMITED);
        int length = content.length;
        while (length > 0x7F) {
            out.write(length & 0x7F | 0x80);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(content);
    }

    /// The fields of a message that has delimited ones only.
    private static Map<Integer, byte[]> fields(ByteBuffer message) {
        Map<Integer, byte[]> fields = new TreeMap<>();
        while (message.hasRemaining()) {
            int tag = varint(message);
            byte[] content = new byte[Math.min(varint(message), message.remaining())];
            message.get(content);
            fields.put(tag >>> 3, content);
        }
        return fields;
    }

    private static int varint(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; in.hasRemaining() && shift < Integer.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value & Integer.MAX_VALUE;
    }
}
