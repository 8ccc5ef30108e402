package dev.pilothouse.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compacts a history once an interval, until it is closed or its store is. A round that fails is made up for by the next.
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Duration interval;
    private final Runnable round;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Rounds(Duration interval, Runnable round) {
        this.interval = interval;
        this.round = round;
    }

    /// Returns when all is over.
    public void run() {
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    round.run();
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

    @Override
    public void close() {
        closed.countDown();
    }
}
