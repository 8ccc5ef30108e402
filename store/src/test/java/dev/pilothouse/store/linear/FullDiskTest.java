package dev.pilothouse.store.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A disk without room refuses writes, and nothing else.
@Timeout(120)
class FullDiskTest {
    private static final int VALUE_BYTES = 300_000;

    /// Small enough that a snapshot is due while the disk is full.
    private static final long SNAPSHOT_BYTES = 1_000_000;

    /// What a journal takes at once, and not what a snapshot takes beside it.
    private static final long ROOM_FOR_A_JOURNAL = 5L << 20;

    private final FaultyDisk disk = new FaultyDisk(Trial.dice(1));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @TempDir
    Path work;

    private Store store;

    @BeforeEach
    void open() {
        store = opened();
    }

    private Store opened() {
        return DiskStore.open(
                disk.at(work.resolve("data")), now::get, task -> Thread.ofPlatform().start(task), SNAPSHOT_BYTES);
    }

    @AfterEach
    void close() {
        disk.mood(FaultyDisk.Mood.WELL);
        store.close();
    }

    private Outcome put(String key) {
        return store.commit(new Transaction(
                List.of(), List.of(new Transaction.Change.Put(key, new byte[VALUE_BYTES], 0))));
    }

    /// @return keys that were taken before the disk was full
    private int fill() {
        disk.fill(0);
        for (int i = 0; ; i++) {
            try {
                put("/filling/" + i);
            } catch (StoreException.Full full) {
                assertThat(full)
                        .hasMessageContaining("the disk of the cluster store is full (" + work.resolve("data") + ")")
                        .hasMessageContaining("reads go on")
                        .hasMessageContaining("Free space there");
                return i;
            }
        }
    }

    @Test
    void readsGoOnAndWritesDoSoOnceThereIsRoom() throws InterruptedException {
        put("/before");
        int taken = fill();
        long revision = store.revision();
        assertThat(store.range(Range.of("/filling/")).entries()).hasSize(taken);
        assertThat(store.get("/before")).isPresent();
        assertThatExceptionOfType(StoreException.Full.class).isThrownBy(() -> put("/refused"));
        assertThat(store.get("/refused")).isEmpty();
        assertThat(store.revision()).isEqualTo(revision);
        try (Watch watch = store.watch("/", revision + 1)) {
            disk.mood(FaultyDisk.Mood.WELL);
            assertThat(put("/after")).isEqualTo(new Outcome.Committed(revision + 1));
            assertThat(watch.next(Duration.ofMinutes(1)).getFirst().key()).isEqualTo("/after");
        }
        store.close();
        store = opened();
        assertThat(store.range(Range.of("/")).entries()).hasSize(taken + 2);
        assertThat(store.get("/refused")).isEmpty();
    }

    @Test
    void aFullDiskIsOpenedAndRead() {
        put("/before");
        int taken = fill();
        store.close();
        store = opened();
        assertThat(store.range(Range.of("/")).entries()).hasSize(taken + 1);
        assertThatExceptionOfType(StoreException.Full.class).isThrownBy(() -> put("/refused"));
    }

    @Test
    void whatALeaseEndsWithGoesOnceThereIsRoom() {
        long lease = store.lease(Duration.ofSeconds(10));
        store.commit(Transaction.create("/leased", new byte[VALUE_BYTES]).under(lease));
        fill();
        assertThatExceptionOfType(StoreException.Full.class).isThrownBy(() -> {
            // The deletion has little to write: all that is left of the room goes first.
            while (true) {
                store.lease(Duration.ofSeconds(10));
            }
        });
        now.set(now.get().plusSeconds(11));
        assertThatExceptionOfType(StoreException.Full.class).isThrownBy(() -> put("/refused"));
        assertThat(store.get("/leased")).isPresent();
        disk.mood(FaultyDisk.Mood.WELL);
        Awaitility.await().until(() -> store.get("/leased").isEmpty());
    }

    @Test
    void aSnapshotThatFindsNoRoomLeavesNothingBehind() throws IOException {
        put("/before");
        disk.fill(ROOM_FOR_A_JOURNAL);
        for (int i = 0; i < SNAPSHOT_BYTES / VALUE_BYTES + 2; i++) {
            put("/more/" + i);
        }
        store.close();
        try (var files = Files.list(work.resolve("data"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("unfinished-") || name.startsWith("snapshot-"))
                    .filteredOn(name -> name.startsWith("journal-"))
                    .hasSize(2);
        }
    }

    @Test
    void aJournalIsGoneOnWithWhileThereIsNoRoomForTheNext() throws IOException {
        put("/before");
        // Far beyond where a snapshot is due, and within the room that the journal took when it was made.
        int taken = fill();
        assertThat((long) taken * VALUE_BYTES).isGreaterThan(2 * SNAPSHOT_BYTES);
        store.close();
        try (var files = Files.list(work.resolve("data"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("journal-")))
                    .hasSize(1);
        }
    }
}
