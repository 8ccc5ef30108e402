package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.StoreException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/// A store at one revision as a file, or several, each at its own. Values are the very bytes that the store held: what they are, JSON, protobuf or encrypted,
/// they say themselves.
///
/// The file begins with the line `pilothouse store export 1`, where the number is the format's. Blocks follow: the length of a
/// payload and its CRC-32C, four bytes each, and the payload: records, one behind the other. Numbers are big-endian, eight bytes
/// where nothing else is said; a text or a value is its length in four bytes, and its bytes. A record is one of
///
/// | byte | then | |
/// |---|---|---|
/// | `H` | revision, time of writing | the first record |
/// | `P` | prefix, revision | format 2, behind the first record and in its block: keys with this prefix are another store's, which was at that revision; of several that fit a key the first one holds |
/// | `L` | number, end | a lease; before the first entry under it |
/// | `E` | key, create revision, mod revision, lease or 0, value | an entry; in the order of the keys |
/// | `Z` | revision, number of entries, 32 bytes: SHA-256 of the file up to this block | alone in the last block |
///
/// Times are milliseconds since the epoch. A file without its last block isn't whole.
final class ExportFile {
    static final int FORMAT = 1;

    /// Of a file with the keys of several stores. Who reads the first format only must not take them for those of one.
    static final int FORMAT_OF_SEVERAL = 2;

    static final String FIRST_WORDS = "pilothouse store export ";

    /// Length and checksum of a block.
    static final int BLOCK_HEADER_BYTES = 8;

    /// Bytes that share a checksum, give or take one entry.
    static final int BLOCK_BYTES = 1 << 20;

    /// A longer block was written by nobody: an entry is a few megabytes at most.
    static final int LONGEST_BLOCK_BYTES = 256 << 20;

    private ExportFile() {}

    /// One record.
    sealed interface Item {
        record Header(long revision, Instant written) implements Item {}

        record Elsewhere(String prefix, long revision) implements Item {}

        record Lease(long number, Instant end) implements Item {}

        record Stored(Entry entry) implements Item {}

        record End(long revision, long entries, byte[] digest) implements Item {}
    }

    static void write(Item item, DataOutputStream out) throws IOException {
        switch (item) {
            case Item.Header(long revision, Instant written) -> {
                out.writeByte('H');
                out.writeLong(revision);
                out.writeLong(written.toEpochMilli());
            }
            case Item.Elsewhere(String prefix, long revision) -> {
                out.writeByte('P');
                bytes(prefix.getBytes(StandardCharsets.UTF_8), out);
                out.writeLong(revision);
            }
            case Item.Lease(long number, Instant end) -> {
                out.writeByte('L');
                out.writeLong(number);
                out.writeLong(end.toEpochMilli());
            }
            case Item.Stored(Entry entry) -> {
                out.writeByte('E');
                bytes(entry.key().getBytes(StandardCharsets.UTF_8), out);
                out.writeLong(entry.createRevision());
                out.writeLong(entry.modRevision());
                out.writeLong(entry.lease());
                bytes(entry.value(), out);
            }
            case Item.End(long revision, long entries, byte[] digest) -> {
                out.writeByte('Z');
                out.writeLong(revision);
                out.writeLong(entries);
                out.write(digest);
            }
        }
    }

    private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// The next record of a payload.
    ///
    /// @throws StoreException.Corrupt if there is none that makes sense
    static Item read(ByteBuffer in) {
        try {
            byte kind = in.get();
            return switch (kind) {
                case 'H' -> new Item.Header(in.getLong(), Instant.ofEpochMilli(in.getLong()));
                case 'P' -> new Item.Elsewhere(new String(bytes(in), StandardCharsets.UTF_8), in.getLong());
                case 'L' -> new Item.Lease(in.getLong(), Instant.ofEpochMilli(in.getLong()));
                case 'E' -> {
                    String key = new String(bytes(in), StandardCharsets.UTF_8);
                    long created = in.getLong();
                    long modified = in.getLong();
                    long lease = in.getLong();
                    yield new Item.Stored(new Entry(key, bytes(in), created, modified, lease));
                }
                case 'Z' -> {
                    long revision = in.getLong();
                    long entries = in.getLong();
                    byte[] digest = new byte[in.remaining()];
                    in.get(digest);
                    yield new Item.End(revision, entries, digest);
                }
                default -> throw new StoreException.Corrupt("a record of a kind that this version doesn't know: " + kind);
            };
        } catch (BufferUnderflowException e) {
            throw new StoreException.Corrupt("a record ends behind its block");
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
