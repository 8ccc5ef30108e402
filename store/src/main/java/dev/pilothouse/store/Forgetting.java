package dev.pilothouse.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets what is older than one interval, once an interval, in a store that nobody else compacts: an embedded one. Without it
/// every value that was ever written would stay in memory.
public final class Forgetting implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);

    private final Store store;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long before;

    public Forgetting(Store store, Duration interval) {
        this.store = store;
        this.interval = interval;
    }

    @Override
    public void run() {
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    round();
                } catch (StoreException.Closed e) {
                    return;
                } catch (StoreException e) {
                    LOG.warn("The history is compacted a round later: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        closed.countDown();
    }
}
