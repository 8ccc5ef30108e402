package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of the store must do.
abstract class Contract {
    final StoreContractTest.Clock clock = new StoreContractTest.Clock();
    Store store;

    abstract Store open(InstantSource clock);

    /// Lets time go by for the store.
    void pass(Duration time) {
        clock.advance(time);
    }

    @BeforeEach
    void open() {
        store = open(clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    long put(String key, String value) {
        return commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, bytes(value), 0))));
    }

    long commit(Transaction transaction) {
        return ((Outcome.Committed) store.commit(transaction)).revision();
    }

    List<String> keys(String prefix) {
        return store.range(Range.of(prefix)).entries().stream().map(Entry::key).toList();
    }

    List<String> keysAt(long revision) {
        return store.range(Range.of("/").at(revision)).entries().stream()
                .map(Entry::key)
                .toList();
    }

    @Test
    void startsAtRevisionOneAndCountsTransactions() {
        assertThat(store.revision()).isEqualTo(1);
        assertThat(put("/a", "1")).isEqualTo(2);
        assertThat(commit(Transaction.create("/b", bytes("1")).and(Transaction.create("/c", bytes("1")))))
                .isEqualTo(3);
        assertThat(store.get("/b").orElseThrow().modRevision()).isEqualTo(3);
        assertThat(store.get("/c").orElseThrow().modRevision()).isEqualTo(3);
    }

    @Test
    void aTransactionThatChangesNothingHasNoRevision() {
        long revision = put("/a", "1");
        assertThat(commit(new Transaction(List.of(), List.of(new Transaction.Change.Delete("/none")))))
                .isEqualTo(revision);
        assertThat(store.revision()).isEqualTo(revision);
    }

    @Test
    void refusesWhenOneComparisonFailsAndChangesNothing() {
        long revision = put("/a", "1");
        Outcome outcome = store.commit(
                Transaction.create("/b", bytes("2")).and(Transaction.update("/a", bytes("2"), revision + 7)));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Conflict.class, conflict -> {
            assertThat(conflict.key()).isEqualTo("/a");
            assertThat(conflict.current().orElseThrow().modRevision()).isEqualTo(revision);
        });
        assertThat(store.get("/b")).isEmpty();
        assertThat(store.commit(Transaction.create("/a", bytes("x")))).isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void aRecreatedKeyHasANewCreateRevision() {
        put("/a", "1");
        commit(Transaction.delete("/a", 2));
        put("/a", "2");
        put("/a", "3");
        Entry entry = store.get("/a").orElseThrow();
        assertThat(entry.createRevision()).isEqualTo(4);
        assertThat(entry.modRevision()).isEqualTo(5);
    }

    @Test
    void readsPagesAtOneRevision() {
        for (char c = 'a'; c <= 'e'; c++) {
            put("/x/" + c, "1");
        }
        put("/y/a", "1");
        Page first = store.range(Range.of("/x/").page("", 2));
        assertThat(first.remaining()).isEqualTo(3);
        put("/x/bb", "new");
        Page second = store.range(Range.of("/x/").at(first.revision()).page("/x/b", 2));
        assertThat(second.entries()).extracting(Entry::key).containsExactly("/x/c", "/x/d");
        assertThat(second.remaining()).isEqualTo(1);
        assertThatExceptionOfType(StoreException.FutureRevision.class)
                .isThrownBy(() -> store.range(Range.of("/").at(1_000)));
    }

    @Test
    void watchesDeliverEachChangeOnceInOrderWithWhatWasBefore() throws InterruptedException {
        put("/a/1", "x");
        try (Watch watch = store.watch("/a/", 2)) {
            put("/b/1", "other");
            put("/a/1", "y");
            commit(Transaction.delete("/a/1", 4));
            List<Event> events = new ArrayList<>();
            while (events.size() < 3) {
                events.addAll(watch.next(Duration.ofSeconds(5)));
            }
            assertThat(events).extracting(Event::revision).containsExactly(2L, 4L, 5L);
            assertThat(events.get(1).previous().orElseThrow().value()).isEqualTo(bytes("x"));
            assertThat(events.get(2)).isInstanceOf(Event.Delete.class);
            put("/b/2", "other");
            assertThat(watch.next(Duration.ofMillis(50))).isEmpty();
            assertThat(watch.revision()).isEqualTo(store.revision());
        }
    }

    @Test
    void compactionForgetsHistoryAndNothingElse() {
        put("/a", "1");
        put("/a", "2");
        put("/b", "1");
        commit(Transaction.delete("/b", 4));
        store.compact(5);
        assertThat(keys("/")).containsExactly("/a");
        assertThatExceptionOfType(StoreException.Compacted.class).isThrownBy(() -> keysAt(3));
        assertThatExceptionOfType(StoreException.Compacted.class).isThrownBy(() -> store.watch("/", 4));
        assertThat(keysAt(5)).containsExactly("/a");
        store.watch("/", 6).close();
    }

    @Test
    void aWatchThatFellBehindACompactionIsTold() {
        put("/a", "1");
        try (Watch watch = store.watch("/", 2)) {
            put("/a", "2");
            store.compact(3);
            assertThatExceptionOfType(StoreException.Compacted.class)
                    .isThrownBy(() -> watch.next(Duration.ofSeconds(1)));
        }
    }

    @Test
    void leasesTakeTheirKeysWithThem() {
        long lease = store.lease(Duration.ofSeconds(10));
        assertThat(store.remaining(lease).orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        store.commit(Transaction.create("/a", bytes("1")).under(lease));
        store.commit(Transaction.create("/b", bytes("1")).under(lease));
        put("/b", "kept");
        pass(Duration.ofSeconds(11));
        Awaitility.await().until(() -> {
            put("/tick", "x");
            return store.get("/a").isEmpty();
        });
        assertThat(store.get("/b")).isPresent();
        assertThat(store.remaining(lease)).isEmpty();
    }

    @Test
    void concurrentWritersLoseNoUpdate() throws Exception {
        put("/counter", "0");
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int w = 0; w < 8; w++) {
                all.add(writers.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        increment();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(store.get("/counter").orElseThrow().value()).isEqualTo(bytes("400"));
    }

    private void increment() {
        while (true) {
            Entry now = store.get("/counter").orElseThrow();
            int next = Integer.parseInt(new String(now.value(), StandardCharsets.UTF_8)) + 1;
            if (store.commit(Transaction.update("/counter", bytes("" + next), now.modRevision()))
                    instanceof Outcome.Committed) {
                return;
            }
        }
    }

    @Test
    void agreesWithASimpleModel() {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            TreeMap<Long, Map<String, String>> states = new TreeMap<>();
            String root = "/model" + seed + "/";
            TreeMap<String, String> state = new TreeMap<>();
            states.put(store.revision(), Map.of());
            for (int step = 0; step < 200; step++) {
                String key = root + random.nextInt(12);
                if (random.nextInt(3) == 0) {
                    store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Delete(key))));
                    state.remove(key);
                } else {
                    put(key, "v" + step);
                    state.put(key, "v" + step);
                }
                states.put(store.revision(), new TreeMap<>(state));
            }
            states.forEach((revision, expected) -> {
                Map<String, String> found = new TreeMap<>();
                for (Entry entry : store.range(Range.of(root).at(revision)).entries()) {
                    found.put(entry.key(), new String(entry.value(), StandardCharsets.UTF_8));
                }
                assertThat(found).isEqualTo(expected);
            });
        }
    }

    @Test
    void aClosedStoreSaysSo() {
        store.close();
        assertThatExceptionOfType(StoreException.Closed.class).isThrownBy(() -> store.get("/a"));
        assertThatExceptionOfType(StoreException.Closed.class).isThrownBy(() -> put("/a", "1"));
        assertThat(Optional.of(store)).isPresent();
    }
}
