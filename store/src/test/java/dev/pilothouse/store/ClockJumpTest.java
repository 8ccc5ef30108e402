package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.disk.Backup;
import dev.pilothouse.store.disk.DiskStore;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody sets the machine's clock, and starts the server again: what ends by itself ends when it has been there for long enough.
@Timeout(120)
class ClockJumpTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PASSED = Duration.ofMinutes(10);
    private static final Duration LEFT = HOUR.minus(PASSED);

    /// What a start may give to a lease again, and what a test's own writes take.
    private static final Duration CLOSELY = Duration.ofSeconds(2);

    private static final long SNAPSHOT_BYTES = 100_000;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path work;

    private DiskStore store;
    private long lease;

    @BeforeEach
    void anEventIsTenMinutesOld() {
        store = open(folder());
        lease = store.lease(HOUR);
        store.commit(Transaction.create("/event", new byte[1]).under(lease));
        pass(PASSED);
        put("/tick", 1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path folder() {
        return work.resolve("data");
    }

    private DiskStore open(Path folder) {
        return DiskStore.open(folder, now::get, task -> Thread.ofPlatform().start(task), SNAPSHOT_BYTES);
    }

    private void put(String key, int bytes) {
        store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, new byte[bytes], 0))));
    }

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    private void startAgainAfter(Duration jump) {
        store.close();
        pass(jump);
        store = open(folder());
    }

    private void assertLeft(Duration left) {
        assertThat(store.get("/event")).isPresent();
        assertThat(store.remaining(lease).orElseThrow()).isBetween(left.minus(CLOSELY), left.plus(CLOSELY));
    }

    private void assertGoneSoon() {
        Awaitility.await().until(() -> store.get("/event").isEmpty());
        assertThat(store.remaining(lease)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-365, -1, 0, 1, 365})
    void aLeaseHasLeftWhatItHadWhereverTheClockWentMeanwhile(long days) {
        startAgainAfter(Duration.ofDays(days));
        assertLeft(LEFT);
        put("/tick", 1);
        pass(LEFT.minus(CLOSELY.multipliedBy(2)));
        put("/tick", 1);
        assertThat(store.get("/event")).isPresent();
        pass(CLOSELY.multipliedBy(3));
        assertGoneSoon();
    }

    @Test
    void oneStartAfterAnotherGivesItNothing() {
        startAgainAfter(Duration.ofDays(-30));
        put("/tick", 1);
        startAgainAfter(Duration.ofDays(60));
        startAgainAfter(Duration.ofDays(-5));
        pass(PASSED);
        put("/tick", 1);
        startAgainAfter(Duration.ofDays(1));
        assertLeft(LEFT.minus(PASSED));
    }

    @Test
    void aSnapshotKnowsTheTime() {
        startAgainAfter(Duration.ofDays(-30));
        for (int i = 0; i < 5; i++) {
            put("/ballast", (int) SNAPSHOT_BYTES);
        }
        Awaitility.await().until(() -> {
            put("/ballast", 1);
            String[] snapshots = folder().toFile().list((_, name) -> name.startsWith("snapshot-"));
            return snapshots != null && snapshots.length > 0;
        });
        startAgainAfter(Duration.ofDays(60));
        assertLeft(LEFT);
    }

    @Test
    void aBackupThatIsRestoredLaterKeepsIt() {
        Path backup = work.resolve("backup");
        Backup.write(folder(), backup);
        store.close();
        pass(Duration.ofDays(7));
        Backup.restore(backup, work.resolve("other"), 1_000, _ -> {});
        store = open(work.resolve("other"));
        assertLeft(LEFT);
    }
}
