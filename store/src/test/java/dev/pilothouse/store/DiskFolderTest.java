package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.disk.Backup;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.disk.NewFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the files of a store tell, and what happens when somebody has damaged them.
final class DiskFolderTest {
    private static final int OBJECTS = 20;

    @TempDir
    Path work;

    private Path folder() {
        return work.resolve("data");
    }

    private DiskStore open(Path path) {
        return DiskStore.open(
                path, InstantSource.system(), task -> Thread.ofPlatform().start(task));
    }

    private void fill() {
        try (DiskStore store = open(folder())) {
            for (int i = 0; i < OBJECTS; i++) {
                put(store, "/k" + i, "value " + i);
            }
        }
    }

    private static void put(Store store, String key, String value) {
        store.commit(new Transaction(
                List.of(),
                List.of(new Transaction.Change.Put(key, value.getBytes(StandardCharsets.UTF_8), 0))));
    }

    @Test
    void theStoreTakesTheRoomThatItsFilesTake() throws IOException {
        fill();
        try (DiskStore store = open(folder());
                var files = Files.list(folder())) {
            long room = files.mapToLong(file -> file.toFile().length()).sum();
            assertThat(store.sizeBytes()).hasValue(room);
            assertThat(room).isPositive();
        }
    }

    private Path journal() throws IOException {
        try (var files = Files.list(folder())) {
            return files.filter(it -> it.getFileName().toString().startsWith("journal-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
    }

    @Test
    void aWholeFolderIsCounted() {
        fill();
        Backup.Contents contents = Backup.check(folder());
        assertThat(contents.keys()).isEqualTo(OBJECTS);
        assertThat(contents.revision()).isEqualTo(OBJECTS + 1);
    }

    @Test
    void aFlippedBitIsNamedAndNothingIsDropped() throws IOException {
        fill();
        flip(journal(), 30);
        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> Backup.check(folder()))
                .withMessageContaining(journal() + " is damaged at byte 0")
                .withMessageContaining("pilothouse store restore");
        assertThatExceptionOfType(StoreException.Corrupt.class).isThrownBy(() -> open(folder()));
    }

    @Test
    void everyFlippedBitButThoseOfTheLastRecordIsFound() throws IOException {
        fill();
        byte[] good = Files.readAllBytes(journal());
        int end = good.length;
        while (good[end - 1] == 0) {
            end--;
        }
        int lastRecord = end - 60;
        for (int at = 0; at < lastRecord - 60; at += 7) {
            flip(journal(), at);
            assertThatExceptionOfType(StoreException.Corrupt.class)
                    .as("byte %s", at)
                    .isThrownBy(() -> Backup.check(folder()));
            flip(journal(), at);
        }
        assertThat(Backup.check(folder()).keys()).isEqualTo(OBJECTS);
    }

    @Test
    void aTornEndIsCutOff() throws IOException {
        fill();
        byte[] good = Files.readAllBytes(journal());
        int end = good.length;
        while (good[end - 1] == 0) {
            end--;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(journal().toFile(), "rw")) {
            bytes.setLength(end - 3);
        }
        try (DiskStore store = open(folder())) {
            assertThat(store.revision()).isEqualTo(OBJECTS);
            put(store, "/again", "x");
        }
        assertThat(Backup.check(folder()).keys()).isEqualTo(OBJECTS);
    }

    @Test
    void aJournalThatIsMissingIsNamed() throws IOException {
        fill();
        Files.move(journal(), journal().resolveSibling("journal-%019d".formatted(7)));
        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> open(folder()))
                .withMessageContaining("records are missing");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        fill();
        Files.writeString(folder().resolve("format"), "3\n");
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> open(folder()))
                .withMessageContaining("has format 3");
        assertThatExceptionOfType(StoreException.Unusable.class).isThrownBy(() -> Backup.check(folder()));
    }

    @Test
    void anOlderFormatIsReadAndBecomesThePresentOne() throws IOException {
        fill();
        Files.writeString(folder().resolve("format"), "1\n");
        assertThat(Backup.check(folder()).keys()).isEqualTo(OBJECTS);
        try (DiskStore store = open(folder())) {
            put(store, "/after", "x");
        }
        assertThat(folder().resolve("format")).hasContent("2");
        assertThat(Backup.check(folder()).keys()).isEqualTo(OBJECTS + 1);
    }

    @Test
    void onlyTheOwnerMayLookInside() throws IOException {
        fill();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder())) {
            assertThat(files.map(DiskFolderTest::permissions)).containsOnly("rw-------");
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aBackupOfARunningStoreBecomesAFolderOfItsOwn() {
        fill();
        Path file = work.resolve("backup");
        try (DiskStore store = open(folder())) {
            put(store, "/late", "x");
            Backup.write(folder(), file);
            put(store, "/later", "y");
        }
        assertThat(permissions(file)).isEqualTo("rw-------");
        Path other = work.resolve("other");
        Backup.Contents contents = Backup.restore(file, other, 1_000, _ -> {});
        assertThat(contents.keys()).isEqualTo(OBJECTS + 1);
        try (DiskStore store = open(other)) {
            assertThat(store.revision()).isEqualTo(OBJECTS + 2 + 1_000);
            assertThat(store.get("/late").orElseThrow().modRevision()).isEqualTo(OBJECTS + 2);
            assertThat(store.get("/later")).isEmpty();
            assertThatExceptionOfType(StoreException.Compacted.class)
                    .isThrownBy(() -> store.watch("/", OBJECTS + 2));
            put(store, "/new", "z");
            assertThat(store.get("/new").orElseThrow().modRevision()).isEqualTo(OBJECTS + 3 + 1_000);
        }
    }

    @Test
    void aBackupThatWasCutShortIsRefused() throws IOException {
        fill();
        Path file = work.resolve("backup");
        Backup.write(folder(), file);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(bytes.length() - 1);
        }
        Path other = work.resolve("other");
        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> Backup.restore(file, other, 0, _ -> {}))
                .withMessageContaining("is not whole");
        assertThat(other).doesNotExist();
    }

    @Test
    void aDamagedBackupIsNamedAndOneThatIsNoneToo() throws IOException {
        fill();
        Path file = work.resolve("backup");
        Backup.write(folder(), file);
        assertThat(Backup.checkFile(file).keys()).isEqualTo(OBJECTS);
        flip(file, 40);
        Path other = work.resolve("other");
        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> Backup.restore(file, other, 0, _ -> {}))
                .withMessageContaining(file + " is not whole: a record at byte 0 fails its checksum");
        assertThatExceptionOfType(StoreException.Corrupt.class).isThrownBy(() -> Backup.checkFile(file));
        Path foreign = Files.writeString(work.resolve("foreign"), "some words");
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> Backup.restore(foreign, other, 0, _ -> {}))
                .withMessage(foreign + " is no backup of a store");
        assertThat(other).doesNotExist();
    }

    @Test
    void aDamagedSnapshotIsNamed() throws IOException {
        fill();
        Path file = work.resolve("backup");
        Backup.write(folder(), file);
        Path other = work.resolve("other");
        Backup.restore(file, other, 0, _ -> {});
        Path snapshot = other.resolve("snapshot-%019d".formatted(OBJECTS + 1));
        flip(snapshot, 40);
        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> open(other))
                .withMessageContaining(snapshot + " is not whole")
                .withMessageContaining("pilothouse store restore");
        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> Backup.check(other))
                .withMessageContaining(snapshot.toString());
    }

    @Test
    void aFileWithAStrangeNameIsNamed() throws IOException {
        fill();
        Path strange = Files.copy(journal(), folder().resolve("journal-0000000000000000001.bak"));
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> open(folder()))
                .withMessage(strange + " isn't named as the store names its files: move it out of the folder");
        assertThatExceptionOfType(StoreException.Unusable.class).isThrownBy(() -> Backup.check(folder()));
        Files.delete(strange);
        open(folder()).close();
    }

    @Test
    void aFolderThatIsLeftHalfWayLeavesNothingBehind() {
        Path other = work.resolve("other");
        NewFolder unfinished = NewFolder.in(other);
        unfinished.entry(new Entry("/a", new byte[1], 2, 2, 0));
        unfinished.close();
        assertThat(other).doesNotExist();
        try (NewFolder again = NewFolder.in(other)) {
            again.entry(new Entry("/a", new byte[1], 2, 2, 0));
            again.finish(2);
        }
        try (DiskStore store = open(other)) {
            assertThat(store.get("/a")).isPresent();
        }
    }

    @Test
    void aFolderInUseIsNotRestoredInto() {
        fill();
        Path file = work.resolve("backup");
        Backup.write(folder(), file);
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> Backup.restore(file, folder(), 0, _ -> {}))
                .withMessageContaining("is not empty");
    }

    @Test
    void churnOnFewKeysKeepsTheFolderSmall() throws IOException {
        byte[] value = new byte[200_000];
        try (DiskStore store = open(folder())) {
            for (int i = 0; i < 1_500; i++) {
                store.commit(new Transaction(
                        List.of(), List.of(new Transaction.Change.Put("/k" + i % 5, value, 0))));
                if (i % 50 == 0) {
                    store.compact(store.revision());
                }
            }
        }
        long bytes;
        try (var files = Files.list(folder())) {
            bytes = files.mapToLong(it -> it.toFile().length()).sum();
        }
        assertThat(bytes).isLessThan(210L << 20);
    }
}
