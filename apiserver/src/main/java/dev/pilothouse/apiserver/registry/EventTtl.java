package dev.pilothouse.apiserver.registry;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Events pass away. Writes within the same minute share a lease, since each lease is a record of its own in the store.
public final class EventTtl {
    private static final Duration SHARED = Duration.ofMinutes(1);

    /// A lease that ends takes all its entries with it in one piece of work: not too many at once.
    private static final int MOST_EVENTS = 1_000;

    private final Store store;
    private final InstantSource clock;
    private final Duration ttl;
    private long lease;
    private Instant until = Instant.MIN;
    private int events;

    public EventTtl(Store store, InstantSource clock, Duration ttl) {
        this.store = store;
        this.clock = clock;
        this.ttl = ttl;
    }

    Transaction apply(Resource resource, Transaction transaction) {
        return resource.api().storagePath().equals("events") ? transaction.under(lease()) : transaction;
    }

    private synchronized long lease() {
        Instant now = clock.instant();
        if (!now.isBefore(until) || events >= MOST_EVENTS) {
            events = 0;
            lease = store.lease(ttl.plus(SHARED));
            until = now.plus(SHARED);
        }
        events++;
        return lease;
    }
}
