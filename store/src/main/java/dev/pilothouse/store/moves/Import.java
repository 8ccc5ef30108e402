package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.disk.NewFolder;
import dev.pilothouse.store.encryption.Sealing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Brings an [ExportFile] into a target that holds nothing of a cluster yet.
///
/// I1 The target's revision is higher than every revision that a client of the source can have seen, and whatever was before
///    the file's revision counts as compacted there: no old watch goes on with another meaning.
/// I2 An object has the revision that it had, wherever the target can still give it; else a higher one.
/// I3 Everything is held against the file before the target counts as whole.
public final class Import {
    /// @param sealing how the target keeps values; it must open what the file holds
    /// @param bump added to the revision: more than was written to the source after the export
    public record Order(Path file, Sealing sealing, long bump) {}

    /// @param kept entries that have the revision that they had
    /// @param left entries that would have ended within a minute
    public record Result(long revision, long entries, long kept, long left) {}

    /// Is told how far it is.
    public interface Progress {
        void at(long revision, long lastRevision);
    }

    private Import() {}

    /// Into a store that gives its revisions itself, one for each write, or several: each is written to until its revisions are
    /// what they were. That takes as many writes as the source ever had.
    ///
    /// @param target each of its stores gets what it keeps
    /// @param mark a key that stands there while the import isn't finished
    /// @param executor runs the writes that only make revisions
    /// @throws StoreException.Unusable if something of a cluster is in the target
    /// @throws StoreException.Corrupt if the file is damaged (nothing has been written then), or the target isn't what it says
    public static Result into(
            Spread target, String mark, Order order, InstantSource clock, Executor executor, Progress progress) {
        return new LiveImport(target, mark, order, clock, executor, progress).run();
    }

    /// Into a new folder of a disk store. All revisions are kept; those of several stores become one line.
    ///
    /// @param open opens the store that was made
    /// @throws StoreException as the other one
    public static Result into(Path folder, Order order, InstantSource clock, Function<Path, Store> open) {
        Export.check(order.file(), order.sealing()::open);
        Values values = new Values(order.sealing(), clock.instant());
        long revision = written(folder, order, values);
        try (Store made = open.apply(folder);
                ExportReader file = ExportReader.open(order.file())) {
            Verification.Result same = new Verification(Spread.over(made), values, clock, "").against(file);
            if (same.kept() != same.entries()) {
                throw new StoreException.Corrupt(folder + " was written with other revisions than the file has");
            }
            return new Result(revision, same.entries(), same.kept(), same.left());
        }
    }

    private static long written(Path folder, Order order, Values values) {
        try (ExportReader file = ExportReader.open(order.file());
                NewFolder made = NewFolder.in(folder)) {
            // The numbers that etcd gives are drawn by lot; here they are counted.
            Map<Long, Long> leases = new HashMap<>();
            for (var next = file.next(); next.isPresent(); next = file.next()) {
                switch (next.get().item()) {
                    case ExportFile.Item.Lease lease -> {
                        values.note(lease);
                        long number = leases.size() + 1L;
                        leases.put(lease.number(), number);
                        made.lease(number, lease.end());
                    }
                    case ExportFile.Item.Stored(Entry entry) -> {
                        if (!values.isOver(entry)) {
                            made.entry(new Entry(
                                    entry.key(),
                                    values.sealed(entry),
                                    entry.createRevision(),
                                    entry.modRevision(),
                                    leases.getOrDefault(entry.lease(), 0L)));
                        }
                    }
                    case ExportFile.Item.Header _, ExportFile.Item.Elsewhere _, ExportFile.Item.End _ -> {}
                }
            }
            long revision = file.highest() + order.bump();
            made.finish(revision);
            return revision;
        }
    }
}
