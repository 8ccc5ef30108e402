package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every implementation of the store must do, run on each of them.
final class StoreContractTest {

    /// A clock that stands until it is moved.
    static final class Clock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }

    @Nested
    final class OnMemory extends Contract {
        @Override
        Store open(InstantSource clock) {
            return new MemoryStore(clock);
        }
    }

    @Nested
    final class OnDisk extends Contract {
        @TempDir
        Path folder;

        private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

        @Override
        Store open(InstantSource clock) {
            return DiskStore.open(folder.resolve("data"), clock, executor);
        }

        @Test
        void keepsEverythingOverARestart() {
            put("/a", "1");
            put("/b", "2");
            commit(Transaction.delete("/a", store.get("/a").orElseThrow().modRevision()));
            long lease = store.lease(Duration.ofMinutes(1));
            store.commit(Transaction.create("/leased", bytes("x")).under(lease));
            long revision = store.revision();
            store.close();

            store = open(clock);
            assertThat(store.revision()).isEqualTo(revision);
            assertThat(keys("/")).containsExactly("/b", "/leased");
            assertThat(store.get("/b").orElseThrow().modRevision()).isEqualTo(3);
            assertThat(keysAt(3)).containsExactly("/a", "/b");
            clock.advance(Duration.ofMinutes(2));
            Awaitility.await().until(() -> store.get("/leased").isEmpty());
        }

        @Test
        void refusesASecondOpening() {
            assertThatExceptionOfType(StoreException.Locked.class)
                    .isThrownBy(() -> open(clock))
                    .withMessageContaining("in use by another process");
        }

        @Test
        void goesOnBehindASnapshot() {
            byte[] large = new byte[1 << 20];
            for (int i = 0; i < 150; i++) {
                store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put("/k" + i % 7, large, 0))));
            }
            long revision = store.revision();
            Awaitility.await().until(() -> folder.resolve("data")
                    .toFile()
                    .list((_, name) -> name.startsWith("snapshot-"))
                    .length
                    > 0);
            put("/after", "y");
            store.close();
            store = open(clock);
            assertThat(store.revision()).isEqualTo(revision + 1);
            assertThat(keys("/")).hasSize(8).contains("/after", "/k6");
            assertThatExceptionOfType(StoreException.Compacted.class).isThrownBy(() -> store.watch("/", 2));
        }
    }
}
