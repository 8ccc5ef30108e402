package dev.pilothouse.store.disk;

import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The folder on disk, held by this process alone. One that somebody else holds can still be read: see [StoreFiles].
final class DataFolder implements AutoCloseable {
    private final StoreFiles files;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataFolder(StoreFiles files, FileChannel lockFile, FileLock lock) {
        this.files = files;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    static DataFolder open(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
            }
            OwnersOnly.folder(path);
            FileChannel file = OwnersOnly.open(new StoreFiles(path).lock());
            FileLock lock = tryLock(file);
            if (lock == null) {
                file.close();
                throw new StoreException.Locked("the data folder " + path
                        + " is in use by another process: end it first, or choose another folder");
            }
            DataFolder folder = new DataFolder(new StoreFiles(path), file, lock);
            try {
                folder.files.claimFormat();
            } catch (StoreException refused) {
                folder.close();
                throw refused;
            }
            return folder;
        } catch (IOException e) {
            throw new StoreException.Unusable("the data folder " + path + " can't be used: " + describe(e), e);
        }
    }

    private static FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    static String describe(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e instanceof java.nio.file.FileSystemException f && f.getReason() != null
                ? f.getReason()
                : e.getClass() == IOException.class ? e.getMessage() : kind + " " + e.getMessage();
    }

    StoreFiles files() {
        return files;
    }

    /// Makes a written snapshot count, and deletes what it replaces.
    void finish(long revision) throws IOException {
        Files.move(files.unfinishedSnapshot(), files.snapshot(revision), StandardCopyOption.ATOMIC_MOVE);
        sync();
        for (Path older : files.snapshots().headMap(revision).values()) {
            Files.delete(older);
        }
        for (Path older : files.journals().headMap(revision).values()) {
            Files.delete(older);
        }
    }

    /// Makes created, renamed and deleted files durable.
    void sync() throws IOException {
        files.sync();
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
