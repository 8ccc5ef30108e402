package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.protobuf.BackwardBuffer;
import dev.pilothouse.api.protobuf.MalformedProtobuf;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.protobuf.WireReader;
import dev.pilothouse.api.protobuf.WireType;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.apiserver.storage.StoredBytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;

/// Numbers out of a range that are taken, as they stand in the store: upstream's `RangeAllocation`, so that upstream's
/// servers can share the record. Nobody serves this kind, so that no schema describes it. Whatever form it was written in, it is read.
///
/// @param range first and last, `30000-32767`
/// @param taken offsets from the first
record RangeRecord(String range, BitSet taken) {
    private static final String API_VERSION = "v1";
    private static final String KIND = "RangeAllocation";
    private static final int METADATA = 1;
    private static final int RANGE = 2;
    private static final int BITS = 3;

    /// An empty ObjectMeta as Go's generated code writes it: fields that are no pointers are always there.
    private static final byte[] NO_METADATA = {0x0a, 0, 0x12, 0, 0x1a, 0, 0x22, 0, 0x2a, 0, 0x32, 0, 0x38, 0, 0x42, 0};

    /// @param format that of all objects; a store that nobody else reads has it in protobuf
    byte[] bytes(StorageFormat format) {
        return switch (format) {
            case PROTOBUF, TREE -> message();
            case JSON -> StoredBytes.writingCustom(format).apply(tree());
            case YAML -> Yaml.write(tree()).getBytes(StandardCharsets.UTF_8);
        };
    }

    private ObjectTree tree() {
        return ObjectTree.EMPTY
                .with("apiVersion", API_VERSION)
                .with("kind", KIND)
                .with("metadata", ObjectTree.EMPTY)
                .with("range", range)
                .with("data", Base64.getEncoder().encodeToString(number(taken)));
    }

    private byte[] message() {
        BackwardBuffer message = new BackwardBuffer(512);
        field(message, BITS, number(taken));
        field(message, RANGE, range.getBytes(StandardCharsets.UTF_8));
        field(message, METADATA, NO_METADATA);
        return Protobuf.write(new Protobuf.Envelope(API_VERSION, KIND, message.toBytes()));
    }

    private static void field(BackwardBuffer out, int number, byte[] content) {
        int mark = out.written();
        out.raw(content);
        out.delimit(number, mark);
    }

    static RangeRecord read(byte[] bytes) {
        try {
            return Protobuf.isEnvelope(bytes)
                    ? read(new WireReader(Protobuf.open(bytes).message()))
                    : read(StoredBytes.read(bytes));
        } catch (MalformedProtobuf | StoredBytes.Unreadable | IllegalArgumentException malformed) {
            throw new IllegalStateException(
                    "the cluster store holds no range of numbers where one belongs: " + malformed.getMessage(), malformed);
        }
    }

    private static RangeRecord read(ObjectTree object) {
        if (!object.text("kind").equals(KIND)) {
            throw new IllegalArgumentException("no " + KIND);
        }
        return new RangeRecord(
                object.text("range"), bits(new BigInteger(1, Base64.getDecoder().decode(object.text("data")))));
    }

    private static RangeRecord read(WireReader message) throws MalformedProtobuf {
        String range = "";
        BitSet taken = new BitSet();
        while (!message.atEnd()) {
            long tag = message.varint();
            if (tag == (RANGE << 3 | WireType.LENGTH)) {
                range = message.delimited().text();
            } else if (tag == (BITS << 3 | WireType.LENGTH)) {
                taken = bits(new BigInteger(1, message.delimited().rest()));
            } else {
                message.skip((int) (tag & 7));
            }
        }
        return new RangeRecord(range, taken);
    }

    private static BitSet bits(BigInteger number) {
        BitSet bits = new BitSet();
        for (int bit = 0; bit < number.bitLength(); bit++) {
            bits.set(bit, number.testBit(bit));
        }
        return bits;
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
}
