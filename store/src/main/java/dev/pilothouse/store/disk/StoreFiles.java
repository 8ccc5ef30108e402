package dev.pilothouse.store.disk;

import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Which file of the folder holds what. File names end with the revision that they start behind (journals) or hold
/// (snapshots), so that they sort in order. Making one touches no disk.
record StoreFiles(Path path) {
    private static final String FORMAT = "2";

    /// Formats that lack records of the present one, and are read all the same. What is written into such a folder makes it one of the
    /// present format.
    private static final List<String> OLDER = List.of("1");

    private static final String JOURNAL = "journal-";
    private static final String SNAPSHOT = "snapshot-";

    private static final String LOCK = "lock";
    private static final String NOTE = "format";
    private static final String UNFINISHED_NOTE = "unfinished-format";
    private static final String UNFINISHED_SNAPSHOT = "unfinished-snapshot";

    /// What is in a folder before anything counts.
    private static final List<String> MADE_FIRST = List.of(UNFINISHED_SNAPSHOT, UNFINISHED_NOTE, NOTE, LOCK);

    /// Of the largest revision.
    private static final int DIGITS = 19;

    /// Notes the format in a new folder, and refuses one that isn't ours. The note stands there whole or not at all, whenever the
    /// power goes; one that is blank was never finished.
    void claimFormat() throws IOException {
        Path file = path.resolve(NOTE);
        if (!Files.exists(file) || Files.readString(file).replace("\0", "").isBlank() || OLDER.contains(found(file))) {
            Path unfinished = path.resolve(UNFINISHED_NOTE);
            try (FileChannel channel = OwnersOnly.open(unfinished)) {
                ByteBuffer note = ByteBuffer.wrap((FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
                channel.truncate(0);
                while (note.hasRemaining()) {
                    channel.write(note, note.position());
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            sync();
        }
        checkFormat();
    }

    /// How much room all of them take.
    long bytes() throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
            for (Path file : all) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /// Makes created, renamed and deleted files durable.
    void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// @throws StoreException.Unusable when another version wrote the folder, or it holds no store
    void checkFormat() throws IOException {
        String found;
        try {
            found = found(path.resolve(NOTE));
        } catch (NoSuchFileException none) {
            throw new StoreException.Unusable("there is no cluster store in " + path, none);
        }
        if (!found.equals(FORMAT) && !OLDER.contains(found)) {
            throw new StoreException.Unusable(
                    "the data folder " + path + " has format " + found + ", and this version reads format " + FORMAT
                            + " and older: use the version that wrote it",
                    null);
        }
    }

    /// Takes back what was made in a new folder, whose filling came to nothing.
    ///
    /// @param withFolder whether the folder is new as well
    void discard(boolean withFolder) {
        try {
            for (String name : MADE_FIRST) {
                Files.deleteIfExists(path.resolve(name));
            }
            if (withFolder) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            // Whoever tries again is told that the folder isn't empty.
        }
    }

    Path journal(long afterRevision) {
        return path.resolve(JOURNAL + number(afterRevision));
    }

    Path snapshot(long revision) {
        return path.resolve(SNAPSHOT + number(revision));
    }

    private static String found(Path note) throws IOException {
        return Files.readString(note).strip();
    }

    Path lock() {
        return path.resolve(LOCK);
    }

    Path unfinishedSnapshot() {
        return path.resolve(UNFINISHED_SNAPSHOT);
    }

    /// Journals in order, from the one that goes on where the newest snapshot ends.
    List<Path> journalsBehind(long revision) throws IOException {
        TreeMap<Long, Path> all = journals();
        Long first = all.floorKey(revision);
        return new ArrayList<>(all.tailMap(first == null ? Long.MIN_VALUE : first).values());
    }

    Optional<Path> newestSnapshot() throws IOException {
        TreeMap<Long, Path> all = snapshots();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.lastEntry().getValue());
    }

    TreeMap<Long, Path> journals() throws IOException {
        return files(JOURNAL);
    }

    TreeMap<Long, Path> snapshots() throws IOException {
        return files(SNAPSHOT);
    }

    /// The revision in a journal's or a snapshot's name.
    static long revision(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
    }

    private TreeMap<Long, Path> files(String prefix) throws IOException {
        TreeMap<Long, Path> found = new TreeMap<>();
        try (var entries = Files.newDirectoryStream(path, prefix + "*")) {
            for (Path entry : entries) {
                String number = entry.getFileName().toString().substring(prefix.length());
                if (number.length() != DIGITS || !number.chars().allMatch(Character::isDigit)) {
                    throw new StoreException.Unusable(
                            entry + " isn't named as the store names its files: move it out of the folder", null);
                }
                found.put(revision(entry), entry);
            }
        }
        return found;
    }

    private static String number(long revision) {
        String digits = Long.toString(revision);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
