package dev.pilothouse.store;

import java.time.Duration;

/// Forgets what is older than one interval, once an interval, in a store that nobody else compacts: an embedded one. Without it
/// every value that was ever written would stay in memory.
public final class Forgetting implements Runnable, AutoCloseable {
    private final Store store;
    private final Rounds rounds;
    private long before;

    public Forgetting(Store store, Duration interval) {
        this.store = store;
        this.rounds = new Rounds(interval, this::round);
    }

    @Override
    public void run() {
        rounds.run();
    }

    /// One round. The first one only looks where the store is.
    void round() {
        long now = store.revision();
        if (before != 0) {
            store.compact(before);
        }
        before = now;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
