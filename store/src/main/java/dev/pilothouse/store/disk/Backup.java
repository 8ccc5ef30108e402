package dev.pilothouse.store.disk;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.mvcc.Mvcc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Looks after a store folder from outside: whether it is whole, what is in it as one file, and a folder from such a file.
///
/// B1 Reading needs no lock and never disturbs the process that writes: its files only grow, and what it replaces is
///    read again from where it went.
/// B2 What was written is read back before it counts.
public final class Backup {
    /// Readings of a folder whose writer replaces its files meanwhile. Each replacement takes a journal of 64 MiB.
    private static final int ATTEMPTS = 5;

    private Backup() {}

    /// What was found whole.
    ///
    /// @param revision the last one
    /// @param keys that exist at it
    public record Contents(long revision, long keys, long records, long bytes) {}

    /// Reads every record of the folder.
    ///
    /// @throws StoreException.Corrupt naming the first bad place
    public static Contents check(Path folder) {
        Reading reading = read(folder);
        return contents(reading.recovery(), reading.bytes());
    }

    /// Whether the file begins as a backup does.
    public static boolean isOne(Path file) throws IOException {
        return Journal.isOne(file);
    }

    /// Reads every record of a backup.
    ///
    /// @throws StoreException.Corrupt naming the first bad place
    public static Contents checkFile(Path file) {
        Recovery recovery = new Recovery();
        return contents(recovery, readFile(file, recovery));
    }

    private static long readFile(Path file, Recovery recovery) {
        try {
            if (!isOne(file)) {
                throw new StoreException.Unusable(file + " is no backup of a store", null);
            }
            return recovery.snapshot(file);
        } catch (NoSuchFileException e) {
            throw new StoreException.Unusable("there is no backup " + file, e);
        } catch (IOException e) {
            throw new StoreException.Unusable("the backup " + file + " can't be read: " + DataFolder.describe(e), e);
        }
    }

    /// Writes the folder's present state into a new file. The folder may be in use.
    public static Contents write(Path folder, Path file) {
        Recovery recovery = read(folder).recovery();
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            if (Files.exists(file)) {
                throw new StoreException.Unusable(file + " exists: choose another name", null);
            }
            SnapshotFile.write(unfinished, recovery.state(), recovery.state().revision());
            Contents contents = readBack(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return contents;
        } catch (IOException e) {
            discard(unfinished);
            throw new StoreException.Unusable("the backup " + file + " can't be written: " + DataFolder.describe(e), e);
        }
    }

    /// Makes a folder from a backup. All history before it counts as compacted, so that every client reads anew.
    ///
    /// @param bump added to the backup's revision: revisions that were seen after the backup was taken must not come
    ///     again with another meaning
    /// @param look sees every entry before anything is written; what it throws ends the restoring
    public static Contents restore(Path file, Path folder, long bump, Consumer<Entry> look) {
        Recovery recovery = new Recovery();
        readFile(file, recovery);
        refuseUsed(folder);
        Mvcc state = recovery.state();
        state.forEach(state.revision(), look);
        boolean isNew = !Files.exists(folder);
        try {
            return written(state, folder, bump);
        } catch (IOException e) {
            new StoreFiles(folder).discard(isNew);
            throw new StoreException.Unusable("the folder " + folder + " can't be written: " + DataFolder.describe(e), e);
        } catch (StoreException.Locked e) {
            throw e;
        } catch (StoreException e) {
            new StoreFiles(folder).discard(isNew);
            throw e;
        }
    }

    private static Contents written(Mvcc state, Path folder, long bump) throws IOException {
        try (DataFolder made = DataFolder.open(folder)) {
            long revision = state.revision();
            SnapshotFile.write(made.files().unfinishedSnapshot(), state, revision, revision + bump);
            Contents contents = readBack(made.files().unfinishedSnapshot());
            made.finish(revision + bump);
            return contents;
        }
    }

    static void refuseUsed(Path folder) {
        try (var inside = Files.newDirectoryStream(folder)) {
            if (inside.iterator().hasNext()) {
                throw new StoreException.Unusable(
                        "the folder " + folder + " is not empty: restore into a new one, or move it away first", null);
            }
        } catch (NoSuchFileException isNew) {
            // As it should be.
        } catch (IOException e) {
            throw new StoreException.Unusable("the folder " + folder + " can't be read: " + DataFolder.describe(e), e);
        }
    }

    private static Contents readBack(Path file) throws IOException {
        Recovery again = new Recovery();
        return contents(again, again.snapshot(file));
    }

    private record Reading(Recovery recovery, long bytes) {}

    private static Reading read(Path folder) {
        for (int attempt = 1; ; attempt++) {
            Recovery recovery = new Recovery();
            try {
                StoreFiles files = new StoreFiles(folder);
                files.checkFormat();
                return new Reading(recovery, recovery.all(files));
            } catch (NoSuchFileException | StoreException.Corrupt perhapsInMotion) {
                if (attempt == ATTEMPTS) {
                    throw perhapsInMotion instanceof StoreException.Corrupt corrupt
                            ? Recovery.advised(corrupt)
                            : new StoreException.Unusable("the files of " + folder + " keep changing", perhapsInMotion);
                }
            } catch (IOException e) {
                throw new StoreException.Unusable(
                        "the data folder " + folder + " can't be read: " + DataFolder.describe(e), e);
            }
        }
    }

    private static Contents contents(Recovery recovery, long bytes) {
        AtomicLong keys = new AtomicLong();
        long revision = recovery.state().revision();
        recovery.state().forEach(revision, _ -> keys.incrementAndGet());
        return new Contents(revision, keys.get(), recovery.records(), bytes);
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // A file named `.unfinished` says itself what it is.
        }
    }
}
