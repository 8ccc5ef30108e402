package dev.pilothouse.apiserver.read;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Caches of resources that one store keeps, and the watch that keeps them in step with it. Ends with that watch.
final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final Duration WAIT = Duration.ofSeconds(1);

    /// Between two tries to read everything anew.
    private static final Duration RESTART_PAUSE = Duration.ofMillis(200);

    /// Between two tries to read a resource with an object that can't be decrypted: each reads all objects before it.
    private static final Duration UNREADABLE_PAUSE = Duration.ofSeconds(2);

    private final Store store;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile Watch feed;

    /// A cache and whether it holds what the store does. The feed waits while it is filled, so that what it tells next is either
    /// held already or follows.
    private static final class Slot {
        private final ResourceCache cache;
        private boolean filled;
        private Optional<StoreException.Unreadable> unreadable = Optional.empty();
        private long triedNanos;

        Slot(ResourceCache cache) {
            this.cache = cache;
        }

        synchronized void take(List<Event> events, long revision) {
            if (filled) {
                try {
                    cache.advance(events, revision);
                } catch (StoreException.Unreadable e) {
                    lose(e);
                }
            } else if (unreadable.isPresent() && isTimeToTry()) {
                refill();
            }
        }

        private boolean isTimeToTry() {
            return System.nanoTime() - triedNanos >= UNREADABLE_PAUSE.toNanos();
        }

        synchronized void lose(StoreException.Unreadable why) {
            if (!unreadable.map(StoreException::getMessage).equals(Optional.of(why.getMessage()))) {
                LOG.error("Nothing below {} is served until all of it can be read: {}", cache.prefix(), why.getMessage());
            }
            filled = false;
            unreadable = Optional.of(why);
            triedNanos = System.nanoTime();
            cache.lose(why);
        }

        /// What was held is no longer known to be true, and is read anew. A feed must have started before.
        synchronized void refill() {
            try {
                cache.fill();
                filled = true;
                unreadable.ifPresent(_ -> LOG.info("All below {} can be read again", cache.prefix()));
                unreadable = Optional.empty();
            } catch (StoreException.Unreadable e) {
                lose(e);
            }
        }

        synchronized void fill() {
            if (!filled && (unreadable.isEmpty() || isTimeToTry())) {
                refill();
            }
        }
    }

    /// @param executor follows the store for as long as this is open
    Feed(Store store, Executor executor) {
        this.store = store;
        this.feed = store.watch(Caches.ROOT, 0);
        executor.execute(this::follow);
    }

    /// The cache of what lies below the prefix, filled on first use. One that can't be filled says so to whoever reads it.
    ///
    /// @param name tells caches of the same prefix apart
    ResourceCache of(String name, String prefix, StoredForm form) {
        Slot slot = slots.computeIfAbsent(
                name + " " + prefix, _ -> new Slot(new ResourceCache(store, prefix, form)));
        slot.fill();
        return slot.cache;
    }

    /// Forgets the cache, if it is one of these.
    void drop(ResourceCache cache) {
        slots.values().removeIf(slot -> slot.cache == cache);
    }

    long rest() {
        return slots.values().stream().mapToLong(slot -> slot.cache.rest()).sum();
    }

    private void follow() {
        boolean lost = false;
        // Whether the feed has told anything since it failed last: one that fails at once again and again is given time.
        boolean told = true;
        while (!closed) {
            try {
                if (lost) {
                    restart();
                    lost = false;
                }
                List<Event> events = feed.next(WAIT);
                hand(events, feed.revision());
                told = true;
            } catch (StoreException.Unreadable e) {
                // The feed goes on behind it: other resources have nothing to do with it.
                slots.values().stream()
                        .filter(slot -> e.key().startsWith(slot.cache.prefix()))
                        .forEach(slot -> slot.lose(e));
            } catch (StoreException.Closed e) {
                break;
            } catch (StoreException.Compacted e) {
                // The feed fell behind the store's history: everything is read anew, and clients start over.
                LOG.warn("The watch caches fell behind and start anew: {}", e.getMessage());
                pauseUnless(told);
                lost = true;
                told = false;
            } catch (InterruptedException e) {
                break;
            } catch (StoreException away) {
                // A store that others keep may be away for a while; it is asked again for as long as it takes.
                LOG.warn("The watch caches can't follow the store, and start anew: {}", away.getMessage());
                pauseUnless(told);
                lost = true;
                told = false;
            } catch (RuntimeException e) {
                LOG.error("An event could not be taken over; the watch caches start anew", e);
                pauseUnless(told);
                lost = true;
                told = false;
            }
        }
        slots.values().forEach(slot -> slot.cache.endWatches());
    }

    private static void pauseUnless(boolean told) {
        if (!told) {
            LockSupport.parkNanos(RESTART_PAUSE.toNanos());
        }
    }

    private void hand(List<Event> events, long revision) {
        if (events.size() == 1) {
            Event event = events.getFirst();
            for (Slot slot : slots.values()) {
                slot.take(event.key().startsWith(slot.cache.prefix()) ? events : List.of(), revision);
            }
            return;
        }
        for (Slot slot : slots.values()) {
            String prefix = slot.cache.prefix();
            slot.take(events.stream().filter(event -> event.key().startsWith(prefix)).toList(), revision);
        }
    }

    /// The new feed stands before anything is read: a cache that was read before it began would miss what came between.
    private void restart() {
        Watch old = feed;
        feed = store.watch(Caches.ROOT, 0);
        old.close();
        if (closed) {
            feed.close();
        }
        slots.values().forEach(Slot::refill);
    }

    /// Ends all watches and the feed.
    @Override
    public void close() {
        closed = true;
        feed.close();
        slots.values().forEach(slot -> slot.cache.endWatches());
    }
}
