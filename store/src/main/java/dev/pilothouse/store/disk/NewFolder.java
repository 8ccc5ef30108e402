package dev.pilothouse.store.disk;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// A folder that is filled entry by entry, without the whole in memory. It counts once it is finished, and not before: what is
/// closed half-way leaves nothing behind. Everything before its revision counts as compacted.
public final class NewFolder implements AutoCloseable {
    private final DataFolder folder;
    private final SnapshotFile.Writer writer;
    private final boolean isNew;
    private boolean finished;

    private NewFolder(DataFolder folder, SnapshotFile.Writer writer, boolean isNew) {
        this.folder = folder;
        this.writer = writer;
        this.isNew = isNew;
    }

    /// @throws StoreException.Unusable if there is anything in it
    public static NewFolder in(Path path) {
        Backup.refuseUsed(path);
        boolean isNew = !Files.exists(path);
        StoreFiles files = new StoreFiles(path);
        try {
            DataFolder folder = DataFolder.open(path);
            try {
                return new NewFolder(folder, SnapshotFile.Writer.to(files.unfinishedSnapshot()), isNew);
            } catch (IOException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            files.discard(isNew);
            throw cannot(path, e);
        } catch (StoreException.Locked e) {
            throw e;
        } catch (StoreException e) {
            files.discard(isNew);
            throw e;
        }
    }

    public void lease(long lease, Instant end) {
        attempt(() -> writer.lease(lease, end));
    }

    public void entry(Entry entry) {
        attempt(() -> writer.entry(entry));
    }

    /// @param revision the store's, that of its newest entry or a later one
    public void finish(long revision) {
        attempt(() -> {
            writer.end(revision);
            writer.close();
            folder.finish(revision);
            finished = true;
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw cannot(folder.files().path(), e);
        }
    }

    private static StoreException cannot(Path path, IOException e) {
        return new StoreException.Unusable("the folder " + path + " can't be written: " + DataFolder.describe(e), e);
    }

    @Override
    public void close() {
        attempt(() -> {
            writer.close();
            folder.close();
        });
        if (!finished) {
            folder.files().discard(isNew);
        }
    }
}
