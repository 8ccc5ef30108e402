package dev.pilothouse.store.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.disk.DiskStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A writer that fails in a way that nobody foresaw says so to all who wait for it, and to all who come.
@Timeout(60)
class FailedWriterTest {
    private static final int WAITING = 50;

    private final FaultyDisk disk = new FaultyDisk(Trial.dice(1));
    private final AtomicReference<Error> failure = new AtomicReference<>();
    private final AtomicReference<Runnable> busy = new AtomicReference<>(() -> {});

    @TempDir
    Path work;

    private Store store;

    @BeforeEach
    void open() {
        store = opened();
        put("/before");
    }

    private Store opened() {
        return DiskStore.open(disk.at(work.resolve("data")), this::now, task -> Thread.ofPlatform().start(task));
    }

    /// The writer looks at the clock in each of its turns.
    private Instant now() {
        busy.get().run();
        Error error = failure.get();
        if (error != null) {
            throw error;
        }
        return Instant.EPOCH;
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void put(String key) {
        store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, new byte[10], 0))));
    }

    @Test
    void allWritersAreToldAndTheStoreIsUnwellAndRead() throws InterruptedException {
        failure.set(new OutOfMemoryError("Java heap space"));
        List<FutureTask<Void>> writers = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(WAITING);
        for (int i = 0; i < WAITING; i++) {
            String key = "/refused/" + i;
            FutureTask<Void> writer = new FutureTask<>(() -> {
                begun.countDown();
                put(key);
                return null;
            });
            writers.add(writer);
            Thread.ofVirtual().start(writer);
        }
        begun.await();
        for (FutureTask<Void> writer : writers) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(writer::get)
                    .withCauseInstanceOf(StoreException.Unusable.class)
                    .withMessageContaining("takes no writes until the server is started again");
        }
        failure.set(null);
        assertThatExceptionOfType(StoreException.Unusable.class).isThrownBy(() -> put("/later"));
        assertThatExceptionOfType(StoreException.Unusable.class).isThrownBy(() -> store.lease(Duration.ofMinutes(1)));
        assertThatExceptionOfType(StoreException.Unusable.class).isThrownBy(store::check);
        assertThat(store.get("/before")).isPresent();
        store.close();
        store = opened();
        store.check();
        put("/after");
        assertThat(store.revision()).isEqualTo(3);
    }

    @Test
    void whatIsOnTheDiskAlreadyIsNotCalledUndone() {
        disk.mood(FaultyDisk.Mood.EXHAUSTING);
        assertThatExceptionOfType(StoreException.Unanswered.class)
                .isThrownBy(() -> put("/written"))
                .withMessageContaining("may turn out to be done");
        disk.mood(FaultyDisk.Mood.WELL);
        assertThat(store.get("/written")).isEmpty();
        assertThatExceptionOfType(StoreException.Unusable.class).isThrownBy(() -> put("/written"));
        store.close();
        store = opened();
        assertThat(store.get("/written")).isPresent();
    }

    /// It is in the writer's hands, and nobody takes it back.
    @Test
    void whoIsInterruptedWhileHeWaitsIsNotToldThatNothingWasDone() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FutureTask<Void> writer = new FutureTask<>(() -> {
            put("/interrupted");
            return null;
        });
        Thread thread = Thread.ofPlatform().unstarted(writer);
        busy.set(() -> {
            looking.countDown();
            awaitOrFail(go);
        });
        awaitOrFail(looking);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        thread.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(writer::get)
                .withCauseInstanceOf(StoreException.Unanswered.class);
        busy.set(() -> {});
        go.countDown();
        put("/after");
        assertThat(store.get("/interrupted")).isPresent();
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
