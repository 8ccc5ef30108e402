package dev.pilothouse.apiserver.read;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A cache that a feed keeps in step with the store, once it was read there.
///
/// The store is read beside the feed, which goes on for all others. What it tells of this resource meanwhile is kept, and follows
/// what was read; what it told before is among that. Where the feed lost its place meanwhile, what was kept has a gap, and the store
/// is read again.
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    /// Events kept while the store is read; some kilobytes each, which the store has in memory as well if it is in this process.
    /// The feed waits with more.
    static final int KEPT = 10_000;

    /// Between two tries to read a resource with an object that can't be decrypted: each reads all objects before it.
    private static final Duration UNREADABLE_PAUSE = Duration.ofSeconds(2);

    private enum State {
        EMPTY,
        /// Somebody reads the store.
        READING,
        FILLED
    }

    private final ResourceCache cache;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition read = lock.newCondition();
    private State state = State.EMPTY;
    private List<Event> kept = new ArrayList<>();
    private long keptRevision;
    /// Whether the feed told of something that was neither kept nor can be in what is being read.
    private boolean gap;

    /// What the feed told before it told this slot; empty once that doesn't join any more.
    private Optional<Past> past = Optional.empty();

    /// Follows the same resource in another of its versions, and so remembers what was told of it.
    private Optional<ResourceCache> twin = Optional.empty();

    private volatile Optional<StoreException.Unreadable> unreadable = Optional.empty();
    private long triedNanos;

    Slot(ResourceCache cache) {
        this.cache = cache;
    }

    ResourceCache cache() {
        return cache;
    }

    String prefix() {
        return cache.prefix();
    }

    // ---- the feed's side: one thread

    /// Takes over what the feed tells of the prefix, and how far it is.
    void take(List<Event> events, long revision) {
        lock.lock();
        try {
            while (state == State.READING && !gap && !kept.isEmpty() && kept.size() + events.size() > KEPT) {
                read.awaitUninterruptibly();
            }
            if (state == State.FILLED) {
                advance(events, revision);
            } else if (state == State.READING && !gap) {
                kept.addAll(events);
                keptRevision = revision;
            }
        } finally {
            lock.unlock();
        }
    }

    private void advance(List<Event> events, long revision) {
        try {
            cache.advance(events, revision);
        } catch (StoreException.Unreadable e) {
            lose(e);
        }
    }

    /// Something that the feed tells can't be read.
    void lose(StoreException.Unreadable why) {
        lock.lock();
        try {
            if (!unreadable.map(StoreException::getMessage).equals(Optional.of(why.getMessage()))) {
                LOG.error("Nothing below {} is served until all of it can be read: {}", prefix(), why.getMessage());
            }
            if (state == State.READING) {
                forgetKept();
            } else {
                state = State.EMPTY;
            }
            unreadable = Optional.of(why);
            triedNanos = System.nanoTime();
            cache.lose(why);
        } finally {
            lock.unlock();
        }
    }

    /// What was held is no longer known to be true, and is read anew before the feed goes on. It must have started again before.
    void refill() {
        lock.lock();
        try {
            if (state == State.READING) {
                forgetKept();
            } else {
                settle(cache.stored(), Optional.empty());
            }
        } catch (StoreException.Unreadable e) {
            lose(e);
        } finally {
            lock.unlock();
        }
    }

    private void forgetKept() {
        past = Optional.empty();
        kept = new ArrayList<>();
        keptRevision = 0;
        gap = true;
        read.signalAll();
    }

    // ---- the side of who reads the store

    /// Keeps what the feed tells from now on; whoever calls this reads the store next.
    void begin(Optional<Past> before, Optional<ResourceCache> other) {
        lock.lock();
        try {
            past = before;
            twin = other;
            state = State.READING;
        } finally {
            lock.unlock();
        }
    }

    /// Fills the cache unless it is, or waits for whoever does it already. A cache that can't be filled says so to whoever reads it.
    void fill() {
        lock.lock();
        try {
            while (state == State.READING) {
                read.awaitUninterruptibly();
            }
            if (state == State.FILLED || !isTimeToTry()) {
                return;
            }
            state = State.READING;
        } finally {
            lock.unlock();
        }
        readStore();
    }

    /// What is to be done, in another thread than the feed's, if it is time to read the store once more.
    Optional<Runnable> retry() {
        if (unreadable.isEmpty()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            if (state != State.EMPTY || !isTimeToTry()) {
                return Optional.empty();
            }
            state = State.READING;
            return Optional.of(this::readStoreAgain);
        } finally {
            lock.unlock();
        }
    }

    private boolean isTimeToTry() {
        return unreadable.isEmpty() || System.nanoTime() - triedNanos >= UNREADABLE_PAUSE.toNanos();
    }

    private void readStoreAgain() {
        try {
            readStore();
        } catch (StoreException away) {
            LOG.warn("What is below {} still can't be read: {}", prefix(), away.getMessage());
        } catch (RuntimeException e) {
            LOG.error("What is below {} still can't be read", prefix(), e);
        }
    }

    /// Until it is read without a gap. Whoever calls this has begun it.
    void readStore() {
        try {
            while (!isReadWithoutGap()) {
                LOG.debug("What is below {} is read once more", prefix());
            }
        } catch (StoreException.Unreadable e) {
            giveUp();
            lose(e);
        } catch (RuntimeException | Error e) {
            giveUp();
            throw e;
        }
    }

    private boolean isReadWithoutGap() {
        Optional<Past> known = beginReading();
        Optional<ResourceCache.Image> then = known.flatMap(this::storedThen);
        ResourceCache.Image stored = then.orElseGet(cache::stored);
        Optional<Past> before = then.isPresent() ? known : twin.flatMap(other -> pastOf(other, stored.revision()));
        lock.lock();
        try {
            if (gap) {
                return false;
            }
            settle(stored, before);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// What there was when the feed told this slot for the first time: everything since is kept.
    private Optional<ResourceCache.Image> storedThen(Past before) {
        try {
            return Optional.of(cache.stored(before.until()));
        } catch (StoreException.Compacted forgotten) {
            return Optional.empty();
        }
    }

    private Optional<Past> pastOf(ResourceCache other, long until) {
        try {
            return Optional.of(other.past(until));
        } catch (TooEarly | StoreException unknown) {
            LOG.debug("What happened below {} isn't known before revision {}", prefix(), until);
            return Optional.empty();
        }
    }

    private Optional<Past> beginReading() {
        lock.lock();
        try {
            gap = false;
            return past;
        } finally {
            lock.unlock();
        }
    }

    private void settle(ResourceCache.Image stored, Optional<Past> before) {
        before.ifPresentOrElse(known -> cache.begin(stored, known), () -> cache.begin(stored));
        cache.advance(kept, Math.max(keptRevision, stored.revision()));
        unreadable.ifPresent(_ -> LOG.info("All below {} can be read again", prefix()));
        unreadable = Optional.empty();
        end(State.FILLED);
    }

    private void giveUp() {
        lock.lock();
        try {
            triedNanos = System.nanoTime();
            end(State.EMPTY);
        } finally {
            lock.unlock();
        }
    }

    private void end(State with) {
        state = with;
        past = Optional.empty();
        twin = Optional.empty();
        kept = new ArrayList<>();
        keptRevision = 0;
        read.signalAll();
    }
}
