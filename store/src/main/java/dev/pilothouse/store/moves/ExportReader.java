package dev.pilothouse.store.moves;

import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/// Reads an [ExportFile] record by record, with one block of it in memory.
///
/// Every block is checked before anything of it is told; whether the whole is whole is known when [#next] answers nothing more.
final class ExportReader implements AutoCloseable {
    private static final List<String> FORMATS =
            List.of(Integer.toString(ExportFile.FORMAT), Integer.toString(ExportFile.FORMAT_OF_SEVERAL));

    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest = ExportFile.digest();
    private final ExportFile.Item.Header header;
    private final SequencedMap<String, Long> elsewhere = new LinkedHashMap<>();
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blockAt;
    private long at;
    private long entries;
    private boolean ended;

    /// A record, and where it can be read again.
    record Placed(ExportFile.Item item, long offset, int length) {}

    private ExportReader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        checkFormat();
        if (!(read().map(Placed::item).orElse(null) instanceof ExportFile.Item.Header first)) {
            throw corrupt(at, "it doesn't begin with its header");
        }
        this.header = first;
        while (block.hasRemaining() && block.get(block.position()) == 'P') {
            if (read().map(Placed::item).orElse(null) instanceof ExportFile.Item.Elsewhere other) {
                elsewhere.putIfAbsent(other.prefix(), other.revision());
            }
        }
    }

    /// @throws StoreException.Unusable if it isn't one, or of another format
    static ExportReader open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new ExportReader(file, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new StoreException.Unusable("there is no " + file, e);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private static StoreException cannotRead(Path file, IOException e) {
        return new StoreException.Unusable(file + " can't be read: " + e.getMessage(), e);
    }

    private void checkFormat() throws IOException {
        byte[] words = ExportFile.FIRST_WORDS.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer line = ByteBuffer.allocate(words.length + 12);
        fill(line, 0);
        byte[] found = Arrays.copyOf(line.array(), line.position());
        int end = new String(found, StandardCharsets.US_ASCII).indexOf('\n');
        if (end < words.length || !Arrays.equals(found, 0, words.length, words, 0, words.length)) {
            throw new StoreException.Unusable(file + " is no export of a store", new IllegalArgumentException("no format"));
        }
        String format = new String(found, words.length, end - words.length, StandardCharsets.US_ASCII);
        if (!FORMATS.contains(format)) {
            throw new StoreException.Unusable(
                    file + " has format " + format + ", and this version reads " + String.join(" and ", FORMATS)
                            + " only: use the version that wrote it",
                    new IllegalArgumentException(format));
        }
        digest.update(found, 0, end + 1);
        at = end + 1L;
    }

    /// What the file says of itself at its beginning.
    ExportFile.Item.Header header() {
        return header;
    }

    /// Below which prefixes keys are other stores'.
    List<String> prefixes() {
        return List.copyOf(elsewhere.keySet());
    }

    /// That of the store which kept the key.
    long revision(String key) {
        return elsewhere.getOrDefault(Spread.prefixOf(prefixes(), key), header.revision());
    }

    /// The highest of all stores' revisions.
    long highest() {
        return Math.max(header.revision(), elsewhere.values().stream().mapToLong(it -> it).max().orElse(0));
    }

    /// What was read so far.
    long bytes() {
        return at;
    }

    /// The next lease or entry; nothing once the end was read and is right.
    ///
    /// @throws StoreException.Corrupt naming the place that isn't as it was written
    Optional<Placed> next() {
        try {
            return read();
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private Optional<Placed> read() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        if (!block.hasRemaining()) {
            nextBlock();
        }
        int from = block.position();
        ExportFile.Item item;
        try {
            item = ExportFile.read(block);
        } catch (StoreException.Corrupt e) {
            throw corrupt(blockAt, e.getMessage());
        }
        switch (item) {
            case ExportFile.Item.End end -> {
                finish(end);
                return Optional.empty();
            }
            case ExportFile.Item.Stored _ -> entries++;
            case ExportFile.Item.Header _, ExportFile.Item.Elsewhere _, ExportFile.Item.Lease _ -> {}
        }
        return Optional.of(new Placed(
                item, blockAt + ExportFile.BLOCK_HEADER_BYTES + from, block.position() - from));
    }

    private void nextBlock() throws IOException {
        blockAt = at;
        ByteBuffer head = ByteBuffer.allocate(ExportFile.BLOCK_HEADER_BYTES);
        fill(head, at);
        if (head.hasRemaining()) {
            throw corrupt(at, "it ends there without its last record");
        }
        int length = head.getInt(0);
        if (length <= 0 || length > ExportFile.LONGEST_BLOCK_BYTES || at + length > channel.size()) {
            throw corrupt(at, "the block there is cut off, or its length was changed");
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        fill(payload, at + ExportFile.BLOCK_HEADER_BYTES);
        CRC32C checksum = new CRC32C();
        checksum.update(payload.array());
        if (payload.hasRemaining() || (int) checksum.getValue() != head.getInt(4)) {
            throw corrupt(at, "the block there fails its checksum");
        }
        block = payload.flip();
        if (block.get(0) != 'Z') {
            digest.update(head.array());
            digest.update(payload.array());
        }
        at += ExportFile.BLOCK_HEADER_BYTES + length;
    }

    private void finish(ExportFile.Item.End end) throws IOException {
        if (!MessageDigest.isEqual(end.digest(), digest.digest())
                || end.entries() != entries
                || end.revision() != header.revision()) {
            throw corrupt(blockAt, "blocks before it are missing or others");
        }
        if (at != channel.size()) {
            throw corrupt(at, "something follows its last record");
        }
        ended = true;
    }

    /// An entry that was told of before.
    ExportFile.Item again(long offset, int length) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            fill(bytes, offset);
            return ExportFile.read(bytes.flip());
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private void fill(ByteBuffer buffer, long from) throws IOException {
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            count = channel.read(buffer, from + buffer.position());
        }
    }

    private StoreException corrupt(long place, String why) {
        return new StoreException.Corrupt(file + " is damaged at byte " + place + ": " + why);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }
}
