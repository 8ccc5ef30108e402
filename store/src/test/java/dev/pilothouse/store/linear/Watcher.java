package dev.pilothouse.store.linear;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Watch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Follows the store through everything that happens to it, each time from where it was.
final class Watcher implements Runnable {
    private static final Duration WAIT = Duration.ofMillis(20);
    private static final long PAUSE_NANOS = 5_000_000;

    private final Supplier<Store> store;
    private final RandomGenerator random;
    private final String prefix;
    private final List<Event> told = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private volatile long seen = 1;
    private volatile long until = Long.MAX_VALUE;
    private volatile boolean forgotten;

    Watcher(Supplier<Store> store, RandomGenerator random, String prefix) {
        this.store = store;
        this.random = random;
        this.prefix = prefix;
    }

    /// Every change up to this revision was told.
    long seen() {
        return seen;
    }

    /// Whether the store no longer had what comes next.
    boolean isForgotten() {
        return forgotten;
    }

    /// Ends the watch once it has seen this revision.
    void until(long revision) {
        until = revision;
    }

    List<Event> told() {
        return told;
    }

    List<String> wrong() {
        return wrong;
    }

    @Override
    public void run() {
        while (seen < until) {
            try (Watch watch = store.get().watch(prefix, seen + 1)) {
                follow(watch);
            } catch (StoreException.Compacted e) {
                forgotten = true;
                wrong.add("a watch from " + (seen + 1) + " was told that it is forgotten: " + e.getMessage());
                return;
            } catch (StoreException e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void follow(Watch watch) throws InterruptedException {
        while (seen < until) {
            for (Event event : watch.next(WAIT)) {
                if (event.revision() <= seen) {
                    wrong.add("a watch behind " + seen + " was told of " + event.revision() + " " + event.key());
                }
                told.add(event);
            }
            if (watch.revision() < seen) {
                wrong.add("a watch went back from " + seen + " to " + watch.revision());
            }
            seen = Math.max(seen, watch.revision());
            if (random.nextInt(40) == 0) {
                return;
            }
        }
    }

    static Optional<String> value(Event event) {
        return event instanceof Event.Put put
                ? Optional.of(new String(put.entry().value(), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
