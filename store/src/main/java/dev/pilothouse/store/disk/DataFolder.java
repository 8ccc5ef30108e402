package dev.pilothouse.store.disk;

import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The folder on disk: its lock, its format, and which file holds what. File names end with the revision that they
/// start behind (journals) or hold (snapshots), so that they sort in order.
final class DataFolder implements AutoCloseable {
    private static final String FORMAT = "1";
    private static final String JOURNAL = "journal-";
    private static final String SNAPSHOT = "snapshot-";

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    static DataFolder open(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel file =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(file);
            if (lock == null) {
                file.close();
                throw new StoreException.Locked("the data folder " + path
                        + " is in use by another process: end it first, or choose another folder");
            }
            DataFolder folder = new DataFolder(path, file, lock);
            folder.checkFormat();
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

    private void checkFormat() throws IOException {
        Path file = path.resolve("format");
        if (!Files.exists(file)) {
            Files.writeString(file, FORMAT + "\n");
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.equals(FORMAT)) {
            close();
            throw new StoreException.Unusable(
                    "the data folder " + path + " has format " + found + ", and this version reads format " + FORMAT
                            + " only: use the version that wrote it",
                    null);
        }
    }

    Path journal(long afterRevision) {
        return path.resolve(JOURNAL + number(afterRevision));
    }

    /// Journals in order, from the one that the newest snapshot needs.
    List<Path> journals(long fromRevision) throws IOException {
        TreeMap<Long, Path> all = files(JOURNAL);
        Long first = all.floorKey(fromRevision);
        return new ArrayList<>(all.tailMap(first == null ? Long.MIN_VALUE : first).values());
    }

    Optional<Path> newestSnapshot() throws IOException {
        TreeMap<Long, Path> all = files(SNAPSHOT);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.lastEntry().getValue());
    }

    Path unfinishedSnapshot() {
        return path.resolve("unfinished-snapshot");
    }

    /// Makes a written snapshot count, and deletes what it replaces.
    void finish(long revision) throws IOException {
        Files.move(unfinishedSnapshot(), path.resolve(SNAPSHOT + number(revision)), StandardCopyOption.ATOMIC_MOVE);
        sync();
        for (Path older : files(SNAPSHOT).headMap(revision).values()) {
            Files.delete(older);
        }
        for (Path older : files(JOURNAL).headMap(revision).values()) {
            Files.delete(older);
        }
    }

    /// Makes created, renamed and deleted files durable.
    void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private TreeMap<Long, Path> files(String prefix) throws IOException {
        TreeMap<Long, Path> found = new TreeMap<>();
        try (var entries = Files.newDirectoryStream(path, prefix + "*")) {
            for (Path entry : entries) {
                found.put(Long.parseLong(entry.getFileName().toString().substring(prefix.length())), entry);
            }
        }
        return found;
    }

    private static String number(long revision) {
        return "%019d".formatted(revision);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
