package dev.pilothouse.apiserver.read;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Caches of resources that one store keeps, and the watch that keeps them in step with it. Ends with that watch.
final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final Duration WAIT = Duration.ofSeconds(1);

    /// Between two tries to read everything anew.
    private static final Duration RESTART_PAUSE = Duration.ofMillis(200);

    /// Resources that are read anew at a time: beside one that is large the small ones are soon there, and the store still has time
    /// for others.
    static final int REFILLS = 4;

    private final Store store;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Unread unread = new Unread();
    /// By name and prefix. Replaced as a whole, under the lock: an event is told to those who follow it, or else is unread.
    private volatile Map<String, Slot> slots = Map.of();
    private volatile boolean closed;
    private volatile Watch feed;

    /// @param executor follows the store for as long as this is open, and reads again what couldn't be read
    Feed(Store store, Executor executor) {
        this.store = store;
        this.executor = executor;
        this.feed = store.watch(Caches.ROOT, 0);
        unread.beginAt(feed.revision());
        executor.execute(this::follow);
    }

    /// The cache of what lies below the prefix, filled on first use. One that can't be filled says so to whoever reads it.
    ///
    /// @param name tells caches of the same prefix apart
    ResourceCache of(String name, String prefix, StoredForm form) {
        Slot slot = slots.get(name + " " + prefix);
        if (slot == null) {
            Slot begun = new Slot(new ResourceCache(store, prefix, form));
            slot = following(name + " " + prefix, begun);
            if (slot == begun) {
                slot.readStore();
                return slot.cache();
            }
        }
        slot.fill();
        return slot.cache();
    }

    /// The slot of that name; if there is none, the new one, which is told everything from now on.
    private Slot following(String name, Slot begun) {
        lock.lock();
        try {
            Slot known = slots.get(name);
            if (known != null) {
                return known;
            }
            // What was told to another version of the resource isn't among what is unread.
            Optional<Slot> twin = slots.values().stream()
                    .filter(slot -> slot.prefix().equals(begun.prefix()))
                    .findFirst();
            begun.begin(twin.isPresent() ? Optional.empty() : unread.claim(begun.prefix()), twin.map(Slot::cache));
            Map<String, Slot> more = new HashMap<>(slots);
            more.put(name, begun);
            slots = Map.copyOf(more);
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the cache, if it is one of these.
    void drop(ResourceCache cache) {
        lock.lock();
        try {
            Map<String, Slot> fewer = new HashMap<>(slots);
            if (fewer.values().removeIf(slot -> slot.cache() == cache)) {
                slots = Map.copyOf(fewer);
                unread.forget();
            }
        } finally {
            lock.unlock();
        }
    }

    long rest() {
        return slots.values().stream().mapToLong(slot -> slot.cache().rest()).sum();
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
                miss();
                slots.values().stream()
                        .filter(slot -> e.key().startsWith(slot.prefix()))
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
        slots.values().forEach(slot -> slot.cache().endWatches());
    }

    private static void pauseUnless(boolean told) {
        if (!told) {
            LockSupport.parkNanos(RESTART_PAUSE.toNanos());
        }
    }

    private void miss() {
        lock.lock();
        try {
            unread.miss();
        } finally {
            lock.unlock();
        }
    }

    private void hand(List<Event> events, long revision) {
        for (Share share : shares(events, revision)) {
            share.slot().take(share.events(), revision);
            share.slot().retry().ifPresent(executor::execute);
        }
    }

    /// What one slot is told of what happened: of its own resource only.
    private record Share(Slot slot, List<Event> events) {}

    /// Shares out what happened to everybody who follows; the rest is unread.
    private List<Share> shares(List<Event> events, long revision) {
        lock.lock();
        try {
            List<Share> shares = new ArrayList<>(slots.size());
            BitSet followed = new BitSet(events.size());
            for (Slot slot : slots.values()) {
                shares.add(new Share(slot, below(slot.prefix(), events, followed)));
            }
            unread.tell(without(followed, events), revision);
            return shares;
        } finally {
            lock.unlock();
        }
    }

    /// @param followed gets the places of those that are below the prefix
    private static List<Event> below(String prefix, List<Event> events, BitSet followed) {
        List<Event> below = List.of();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).key().startsWith(prefix)) {
                below = below.isEmpty() ? new ArrayList<>(events.size() - i) : below;
                below.add(events.get(i));
                followed.set(i);
            }
        }
        return below;
    }

    private static List<Event> without(BitSet followed, List<Event> events) {
        List<Event> rest = new ArrayList<>(events.size() - followed.cardinality());
        for (int i = followed.nextClearBit(0); i < events.size(); i = followed.nextClearBit(i + 1)) {
            rest.add(events.get(i));
        }
        return rest;
    }

    /// The new feed stands before anything is read: a cache that was read before it began would miss what came between.
    private void restart() throws InterruptedException {
        Watch old = feed;
        feed = store.watch(Caches.ROOT, 0);
        lock.lock();
        try {
            unread.beginAt(feed.revision());
        } finally {
            lock.unlock();
        }
        old.close();
        if (closed) {
            feed.close();
        }
        refill();
    }

    private void refill() throws InterruptedException {
        Queue<Slot> left = new ConcurrentLinkedQueue<>(slots.values());
        List<CompletableFuture<Void>> readers = Stream.generate(() -> CompletableFuture.runAsync(() -> refill(left), executor))
                .limit(REFILLS)
                .toList();
        try {
            CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new)).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private static void refill(Queue<Slot> left) {
        for (Slot slot = left.poll(); slot != null; slot = left.poll()) {
            slot.refill();
        }
    }

    /// Ends all watches and the feed.
    @Override
    public void close() {
        closed = true;
        feed.close();
        slots.values().forEach(slot -> slot.cache().endWatches());
    }
}
