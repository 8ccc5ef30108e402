package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.StoreFamilies;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.storage.EventLifetime;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Events pass away. Writes that follow each other share a lease, since each lease is a record of its own in the store; it lasts
/// longer than an event has to by as much as it is shared (upstream's lease manager).
public final class EventTtl {
    private static final String STORED = "events";

    /// A lease that ends takes all its entries with it in one piece of work: not too many at once.
    private static final int MOST_EVENTS = 1_000;

    /// Nor does a lease outlast what it was taken for by much: one in so many parts.
    private static final int SHARED_PART = 20;

    private final Store store;
    private final InstantSource clock;
    private final long ttlSeconds;
    private final long sharedSeconds;
    private final Series<Distribution> shared = Series.distributions(StoreFamilies.LEASE_OBJECTS);
    private long lease;
    private Instant ends = Instant.MIN;
    private int events;

    public EventTtl(Store store, InstantSource clock, EventLifetime lifetime) {
        this.store = store.keeping(Caches.ROOT + STORED + "/");
        this.clock = clock;
        this.ttlSeconds = lifetime.ttl().toSeconds();
        this.sharedSeconds = Math.min(ttlSeconds / SHARED_PART, lifetime.reuseSeconds());
    }

    /// What is counted here.
    public Source source() {
        return shared;
    }

    Transaction apply(Resource resource, Transaction transaction) {
        return resource.api().storagePath().equals(STORED) ? transaction.under(lease()) : transaction;
    }

    /// The lease of before, if an event of now neither ends too early with it nor too late: the clock may have been set back.
    synchronized long lease() {
        Instant now = clock.instant();
        boolean longEnough = now.plusSeconds(ttlSeconds).isBefore(ends);
        boolean shortEnough = now.plusSeconds(ttlSeconds + sharedSeconds).isAfter(ends);
        events++;
        if (!longEnough || !shortEnough || events > MOST_EVENTS) {
            if (lease != 0) {
                shared.of().see(events - 1);
            }
            Duration length = Duration.ofSeconds(ttlSeconds + sharedSeconds);
            lease = store.lease(length);
            ends = now.plus(length);
            events = 1;
        }
        return lease;
    }
}
