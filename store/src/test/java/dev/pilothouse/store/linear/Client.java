package dev.pilothouse.store.linear;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.linear.Op.Ask;
import dev.pilothouse.store.linear.Op.Came;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// One of those who ask. It remembers what it saw, so that some of what it writes over is as it expects.
final class Client {
    private static final String ROOT = "/registry/";
    private static final List<String> KEYS = List.of("a/1", "a/2", "a/3", "b/1", "b/2");

    /// Larger than a sector of a disk and than a page of memory now and then.
    private static final int VALUE_CHARACTERS = 6_000;

    /// Between two requests that come to nothing.
    private static final long PAUSE_NANOS = 10_000_000;

    /// The sides of the dice, and how many of them write.
    private static final int DICE = 21;

    private static final int LAST_WRITE = 14;

    private static final int LINGER_NANOS = 300_000;

    /// Readers are to see much of what writers do, without having all the steps.
    private static final int READERS_PAUSE_NANOS = 8_000_000;

    private final int number;
    private final boolean reader;
    private final Supplier<Store> store;
    private final RandomGenerator random;
    private final AtomicLong time;
    private final Map<String, Long> known = new HashMap<>();
    private final List<Op> ops = new ArrayList<>();
    private int written;
    private boolean justWrote;

    /// @param reader whether it hardly ever writes
    /// @param time counts what begins and ends, for all clients
    Client(int number, boolean reader, Supplier<Store> store, RandomGenerator random, AtomicLong time) {
        this.number = number;
        this.reader = reader;
        this.store = store;
        this.random = random;
        this.time = time;
    }

    List<Op> ops() {
        return ops;
    }

    void step() {
        Ask ask = ask();
        long from = time.incrementAndGet();
        linger();
        Came came = send(ask);
        linger();
        boolean unknown = came instanceof Came.Unknown;
        ops.add(new Op(number, from, unknown ? Op.NEVER : time.incrementAndGet(), ask, came));
        learn(ask, came);
        if (unknown || came instanceof Came.Failed) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (reader) {
            LockSupport.parkNanos(random.nextInt(READERS_PAUSE_NANOS));
        }
    }

    /// Requests of a store that answers at once would hardly meet.
    private void linger() {
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(random.nextInt(LINGER_NANOS));
        }
    }

    private Ask ask() {
        if (justWrote && random.nextInt(3) == 0) {
            // Questions that share an answer do harm when one of those who ask has just written.
            return new Ask.Revision();
        }
        boolean reading = reader && random.nextInt(10) > 0;
        int dice = reading ? LAST_WRITE + random.nextInt(DICE - LAST_WRITE) : random.nextInt(DICE);
        String key = key();
        if (dice < 9) {
            return new Ask.Commit(Map.of(key, Optional.of(value())), Map.of(key, expected(key)));
        }
        if (dice < 11) {
            return new Ask.Commit(Map.of(key, Optional.empty()), Map.of(key, expected(key)));
        }
        if (dice < 12) {
            return new Ask.Commit(Map.of(key, Optional.of(value())), Map.of());
        }
        if (dice < LAST_WRITE) {
            String other = key();
            Map<String, Optional<String>> changes = new LinkedHashMap<>();
            Map<String, Long> compares = new LinkedHashMap<>();
            for (String one : List.of(key, other)) {
                changes.put(one, Optional.of(value()));
                compares.put(one, expected(one));
            }
            return new Ask.Commit(changes, compares);
        }
        if (dice < 17) {
            return new Ask.Get(key);
        }
        return dice < 19 ? new Ask.List(ROOT + (random.nextBoolean() ? "" : "a/")) : new Ask.Revision();
    }

    private String key() {
        return ROOT + KEYS.get(random.nextInt(KEYS.size()));
    }

    private long expected(String key) {
        return known.getOrDefault(key, 0L);
    }

    private String value() {
        int length = random.nextInt(6) == 0 ? random.nextInt(VALUE_CHARACTERS) : random.nextInt(40);
        return number + "-" + ++written + "-" + "x".repeat(length);
    }

    private Came send(Ask ask) {
        try {
            return sent(ask);
        } catch (StoreException e) {
            return happenedNot(e) ? new Came.Failed(e.toString()) : new Came.Unknown(e.toString());
        }
    }

    /// What the store's contract promises about its own failures.
    private static boolean happenedNot(StoreException e) {
        return e instanceof StoreException.Full || e instanceof StoreException.Unavailable;
    }

    private Came sent(Ask ask) {
        return switch (ask) {
            case Ask.Commit commit -> switch (store.get().commit(transaction(commit))) {
                case Outcome.Committed(long revision) -> new Came.Done(revision);
                case Outcome.Conflict(String key, Optional<Entry> current) ->
                    new Came.Refused(key, current.map(Client::shown));
            };
            case Ask.Get(String key) -> new Came.Found(store.get().get(key).map(Client::shown));
            case Ask.List(String prefix) -> {
                Page page = store.get().range(Range.of(prefix));
                yield new Came.Listed(page.entries().stream().map(Client::shown).toList(), page.revision());
            }
            case Ask.Revision _ -> new Came.At(store.get().revision());
        };
    }

    static Op.Shown shown(Entry entry) {
        return new Op.Shown(entry.key(), entry.modRevision(), new String(entry.value(), StandardCharsets.UTF_8));
    }

    private static Transaction transaction(Ask.Commit commit) {
        List<Transaction.Change> changes = new ArrayList<>();
        commit.changes()
                .forEach((key, value) -> changes.add(
                        value.isPresent()
                                ? new Transaction.Change.Put(key, value.get().getBytes(StandardCharsets.UTF_8), 0)
                                : new Transaction.Change.Delete(key)));
        return new Transaction(
                commit.expected().entrySet().stream()
                        .map(expected -> new Transaction.Compare(expected.getKey(), expected.getValue()))
                        .toList(),
                changes);
    }

    private void learn(Ask ask, Came came) {
        justWrote = came instanceof Came.Done;
        switch (came) {
            case Came.Done(long revision) ->
                ((Ask.Commit) ask).changes().forEach((key, value) -> known.put(key, value.isPresent() ? revision : 0));
            case Came.Refused(String key, Optional<Op.Shown> current) ->
                known.put(key, current.map(Op.Shown::revision).orElse(0L));
            case Came.Found(Optional<Op.Shown> entry) ->
                known.put(((Ask.Get) ask).key(), entry.map(Op.Shown::revision).orElse(0L));
            case Came.Listed(List<Op.Shown> entries, long _) -> entries.forEach(it -> known.put(it.key(), it.revision()));
            case Came.At _, Came.Failed _, Came.Unknown _ -> {}
        }
    }
}
