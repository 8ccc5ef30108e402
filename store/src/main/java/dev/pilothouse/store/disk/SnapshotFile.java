package dev.pilothouse.store.disk;

import dev.pilothouse.store.mvcc.Mvcc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Everything at one revision in one file: leases, entries in key order, and the revision as the last record, without
/// which the file isn't whole. A backup is such a file.
final class SnapshotFile {
    /// Bytes that share a checksum, give or take one entry.
    private static final int FRAME_BYTES = 1 << 20;

    private SnapshotFile() {}

    /// @return its bytes
    static long write(Path path, Mvcc state, long revision) throws IOException {
        return write(path, state, revision, revision);
    }

    /// @param named the revision that the file says it holds, `revision` or a later one
    static long write(Path path, Mvcc state, long revision, long named) throws IOException {
        Files.deleteIfExists(path);
        Records.Frame frame = new Records.Frame();
        try (Journal file = Journal.open(path, _ -> {})) {
            state.leases().all().forEach(frame::lease);
            state.forEach(revision, entry -> {
                frame.entry(entry);
                if (frame.bytes() > FRAME_BYTES) {
                    flush(file, frame);
                }
            });
            frame.end(named);
            flush(file, frame);
            file.seal();
            return file.bytes();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void flush(Journal file, Records.Frame frame) {
        try {
            file.write(frame.buffer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        frame.reset();
    }
}
