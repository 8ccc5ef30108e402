package dev.pilothouse.store.disk;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.mvcc.Mvcc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// Everything at one revision in one file: leases, entries in key order, and the revision as the last record, without
/// which the file isn't whole. A backup is such a file.
final class SnapshotFile {
    /// Bytes that share a checksum, give or take one entry.
    private static final int FRAME_BYTES = 1 << 20;

    private SnapshotFile() {}

    /// @return its bytes
    static long write(Path path, Mvcc state, long revision) throws IOException {
        return write(path, state, revision, revision, () -> false);
    }

    /// @param abandoned whether to give up
    /// @throws StoreException.Closed if it did
    static long write(Path path, Mvcc state, long revision, BooleanSupplier abandoned) throws IOException {
        return write(path, state, revision, revision, abandoned);
    }

    /// @param named the revision that the file says it holds, `revision` or a later one
    static long write(Path path, Mvcc state, long revision, long named) throws IOException {
        return write(path, state, revision, named, () -> false);
    }

    private static long write(Path path, Mvcc state, long revision, long named, BooleanSupplier abandoned)
            throws IOException {
        try (Writer writer = Writer.to(path)) {
            for (var lease : state.leases().all().entrySet()) {
                writer.lease(lease.getKey(), lease.getValue());
            }
            if (state.leases().told().isPresent()) {
                writer.clock(state.leases().told().get());
            }
            state.forEach(revision, entry -> {
                if (abandoned.getAsBoolean()) {
                    throw new StoreException.Closed();
                }
                try {
                    writer.entry(entry);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return writer.end(named);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Writes one from top to bottom.
    static final class Writer implements AutoCloseable {
        private final Journal file;
        private final Records.Frame frame = new Records.Frame();

        private Writer(Journal file) {
            this.file = file;
        }

        static Writer to(Path path) throws IOException {
            Files.deleteIfExists(path);
            return new Writer(Journal.open(path, _ -> {}));
        }

        void lease(long lease, Instant end) throws IOException {
            frame.lease(lease, end);
            flushLarge();
        }

        private void clock(Instant now) {
            frame.clock(now);
        }

        void entry(Entry entry) throws IOException {
            frame.entry(entry);
            flushLarge();
        }

        private void flushLarge() throws IOException {
            if (frame.bytes() > FRAME_BYTES) {
                file.write(frame.buffer());
                frame.reset();
            }
        }

        /// @return the file's bytes, all of which are on the disk
        long end(long revision) throws IOException {
            frame.end(revision);
            file.write(frame.buffer());
            file.seal();
            return file.bytes();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
