package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again until it is closed, whether or not it worked the last time.
final class Rounds implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String what;
    private final Duration pause;
    private final Runnable round;
    private final CountDownLatch closing = new CountDownLatch(1);

    /// @param what for the log
    /// @param pause after each round
    Rounds(String what, Duration pause, Runnable round) {
        this.what = what;
        this.pause = pause;
        this.round = round;
    }

    @Override
    public void run() {
        try {
            do {
                once();
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException | StoreException.Closed end) {
            LOG.debug("No more rounds: {}", what);
        }
    }

    private void once() {
        try {
            round.run();
        } catch (StoreException.Closed closed) {
            throw closed;
        } catch (RuntimeException failed) {
            LOG.warn("{} failed and is tried again: {}", what, failed.getMessage());
        }
    }

    boolean isClosed() {
        return closing.getCount() == 0;
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
