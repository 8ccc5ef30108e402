package dev.pilothouse.store.moves;

import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.disk.OwnersOnly;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/// Writes an [ExportFile], for its owner only. It has its name once it is whole and on the disk.
final class ExportWriter implements AutoCloseable {
    private final Path file;
    private final Path unfinished;
    private final FileChannel channel;
    private final MessageDigest digest = ExportFile.digest();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(ExportFile.BLOCK_BYTES);
    private final DataOutputStream out = new DataOutputStream(block);
    private long written;

    ExportWriter(Path file, int format) throws IOException {
        if (Files.exists(file)) {
            throw new StoreException.Unusable(file + " exists: choose another name", null);
        }
        this.file = file;
        this.unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        this.channel = OwnersOnly.open(unfinished);
        write(ByteBuffer.wrap(
                (ExportFile.FIRST_WORDS + format + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    void add(ExportFile.Item item) throws IOException {
        ExportFile.write(item, out);
        if (block.size() >= ExportFile.BLOCK_BYTES) {
            flush();
        }
    }

    /// @return the file's bytes
    long finish(long revision, long entries) throws IOException {
        flush();
        ExportFile.write(new ExportFile.Item.End(revision, entries, digest.digest()), out);
        flush();
        channel.force(true);
        channel.close();
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return written;
    }

    private void flush() throws IOException {
        if (block.size() == 0) {
            return;
        }
        byte[] payload = block.toByteArray();
        block.reset();
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        write(ByteBuffer.allocate(ExportFile.BLOCK_HEADER_BYTES)
                .putInt(payload.length)
                .putInt((int) checksum.getValue())
                .flip());
        write(ByteBuffer.wrap(payload));
    }

    private void write(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// What wasn't finished is deleted.
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            Files.deleteIfExists(unfinished);
        }
    }
}
