package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes what a store holds of a cluster into an [ExportFile], page by page at one revision.
public final class Export {
    /// Below this is all that a control plane keeps. Others may keep more in the same etcd.
    static final String ROOT = "/registry/";

    /// Entries that are in memory at once.
    private static final int PAGE = 1_000;

    private Export() {}

    /// What is in a file.
    public record Contents(long revision, long entries, long bytes) {}

    /// @param look sees every entry that is written
    /// @throws StoreException.Compacted if others compact the store meanwhile
    public static Contents write(Store store, Path file, InstantSource clock, Consumer<Entry> look) {
        try (ExportWriter writer = new ExportWriter(file)) {
            Page page = store.range(new Range(ROOT, "", 0, PAGE));
            long revision = page.revision();
            writer.add(new ExportFile.Item.Header(revision, clock.instant()));
            Map<Long, Boolean> leases = new HashMap<>();
            long entries = 0;
            while (true) {
                for (Entry entry : page.entries()) {
                    if (entry.lease() != 0 && !goesOn(entry.lease(), leases, store, writer, clock)) {
                        continue;
                    }
                    look.accept(entry);
                    writer.add(new ExportFile.Item.Stored(entry));
                    entries++;
                }
                if (page.remaining() == 0) {
                    return new Contents(revision, entries, writer.finish(revision, entries));
                }
                page = store.range(
                        new Range(ROOT, page.entries().getLast().key(), revision, PAGE));
            }
        } catch (IOException e) {
            throw new StoreException.Unusable(file + " can't be written: " + e.getMessage(), e);
        }
    }

    /// Writes a lease the first time that it is met. An entry whose lease has ended is gone.
    private static boolean goesOn(
            long lease, Map<Long, Boolean> known, Store store, ExportWriter writer, InstantSource clock)
            throws IOException {
        Boolean before = known.get(lease);
        if (before != null) {
            return before;
        }
        Optional<Duration> left = store.remaining(lease);
        if (left.isPresent()) {
            Instant end = clock.instant().plus(left.get());
            writer.add(new ExportFile.Item.Lease(lease, end));
        }
        known.put(lease, left.isPresent());
        return left.isPresent();
    }

    /// Reads a file from top to bottom.
    ///
    /// @param look sees every entry, in the order of the keys
    /// @throws StoreException.Corrupt naming the first bad place
    public static Contents check(Path file, Consumer<Entry> look) {
        try (ExportReader reader = ExportReader.open(file)) {
            long entries = 0;
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().item() instanceof ExportFile.Item.Stored(Entry entry)) {
                    look.accept(entry);
                    entries++;
                }
            }
            return new Contents(reader.header().revision(), entries, reader.bytes());
        }
    }
}
