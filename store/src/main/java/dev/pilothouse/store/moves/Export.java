package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes what a store, or several, hold of a cluster into an [ExportFile], each at one revision.
public final class Export {
    /// Below this is all that a control plane keeps. Others may keep more in the same etcd.
    static final String ROOT = "/registry/";

    private Export() {}

    /// What is in a file.
    public record Contents(long revision, long entries, long bytes) {}

    /// @param look sees every entry that is written
    /// @throws StoreException.Compacted if others compact a store meanwhile
    public static Contents write(Spread source, Path file, InstantSource clock, Consumer<Entry> look) {
        int format = source.prefixes().isEmpty() ? ExportFile.FORMAT : ExportFile.FORMAT_OF_SEVERAL;
        try (ExportWriter writer = new ExportWriter(file, format)) {
            Walk walk = new Walk(source);
            long revision = walk.revision(Spread.REST);
            writer.add(new ExportFile.Item.Header(revision, clock.instant()));
            for (String prefix : source.prefixes()) {
                writer.add(new ExportFile.Item.Elsewhere(prefix, walk.revision(prefix)));
            }
            Leases leases = new Leases(source, writer, clock, new HashMap<>());
            long entries = 0;
            for (var next = walk.next(); next.isPresent(); next = walk.next()) {
                Optional<Entry> entry = leases.numbered(next.get());
                if (entry.isPresent()) {
                    look.accept(entry.get());
                    writer.add(new ExportFile.Item.Stored(entry.get()));
                    entries++;
                }
            }
            return new Contents(revision, entries, writer.finish(revision, entries));
        } catch (IOException e) {
            throw new StoreException.Unusable(file + " can't be written: " + e.getMessage(), e);
        }
    }

    /// The leases that were met so far, and their numbers in the file: those of several stores may be the same.
    private record Leases(Spread source, ExportWriter writer, InstantSource clock, Map<Of, Long> numbers) {
        private static final long ENDED = 0;

        record Of(Store store, long lease) {}

        /// The entry as it is in the file; none once its lease has ended: then it is gone.
        Optional<Entry> numbered(Entry entry) throws IOException {
            if (entry.lease() == 0) {
                return Optional.of(entry);
            }
            Of lease = new Of(source.keeping(entry.key()), entry.lease());
            if (!numbers.containsKey(lease)) {
                numbers.put(lease, written(lease));
            }
            long number = numbers.get(lease);
            return Optional.of(number)
                    .filter(it -> it != ENDED)
                    .map(it -> new Entry(
                            entry.key(), entry.held(), entry.createRevision(), entry.modRevision(), it, entry.stale()));
        }

        private long written(Of lease) throws IOException {
            Optional<Duration> left = lease.store().remaining(lease.lease());
            if (left.isEmpty()) {
                return ENDED;
            }
            long number = numbers.size() + 1L;
            writer.add(new ExportFile.Item.Lease(number, clock.instant().plus(left.get())));
            return number;
        }
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
