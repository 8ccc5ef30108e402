package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one resource: holds every object as the server last told it, and tells listeners what changed.
///
/// N1 One thread applies events in the order in which the server sends them, and calls the listeners; they must be
///    quick. Reading needs no lock and sees each object whole.
/// N2 After the connection was lost the informer goes on where it was, or, if the server has forgotten that place, it
///    reads everything anew and tells what differs. While nobody serves the resource, it holds what was there last.
public final class Informer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Informer.class);

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration RETRY_FIRST = Duration.ofMillis(50);
    private static final Duration RETRY_LAST = Duration.ofSeconds(10);

    private final GroupVersionResource resource;
    private final Transport transport;
    private final String namespace;
    private final String selector;
    private final ConcurrentSkipListMap<Key, ObjectTree> objects = new ConcurrentSkipListMap<>();
    private final OwnerIndex owners = new OwnerIndex();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /// Held while what is there changes and listeners are told: a listener that is told of everything misses nothing of it, and hears
    /// of nothing that is over.
    private final ReentrantLock telling = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private volatile long revision;
    private volatile boolean synced;
    private volatile boolean closed;
    private volatile Transport.Events events;

    /// Hears of changes.
    @FunctionalInterface
    public interface Listener {
        /// @param before the object before; empty when it is new
        /// @param after the object after; empty when it is gone
        void changed(Optional<ObjectTree> before, Optional<ObjectTree> after);
    }

    /// @param selector further query parameters such as `fieldSelector=…`, encoded; may be empty
    public Informer(GroupVersionResource resource, Transport transport, String selector) {
        this(resource, transport, "", selector);
    }

    /// @param namespace empty for all
    Informer(GroupVersionResource resource, Transport transport, String namespace, String selector) {
        this.resource = resource;
        this.transport = transport;
        this.namespace = namespace;
        this.selector = selector;
    }

    /// Adds a listener, which is told of all objects that are there as of new ones.
    public void listen(Listener listener) {
        telling.lock();
        try {
            listeners.add(listener);
            tellAll(listener);
        } finally {
            telling.unlock();
        }
    }

    /// Tells a listener of all objects that are there as of new ones.
    public void tellAll(Listener listener) {
        telling.lock();
        try {
            objects.values().forEach(object -> listener.changed(Optional.empty(), Optional.of(object)));
        } finally {
            telling.unlock();
        }
    }

    /// @param executor runs the informer until it is closed
    public void start(Executor executor) {
        executor.execute(this::follow);
    }

    private void follow() {
        Duration retry = RETRY_FIRST;
        while (!closed) {
            try {
                if (followOnce()) {
                    retry = RETRY_FIRST;
                    continue;
                }
                // A server that ends watches as soon as they begin is not to be asked without pause.
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                LOG.debug("Watching {} was interrupted: {}", resource, e.getMessage());
                if (e instanceof ApiError error && error.code() == 410) {
                    revision = 0;
                } else if (e instanceof ApiError error && error.code() == 404) {
                    // A collection that isn't served holds nothing, and nobody need wait for it.
                    markSynced();
                }
            }
            try {
                Thread.sleep(retry);
            } catch (InterruptedException stop) {
                return;
            }
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(RETRY_LAST) > 0 ? RETRY_LAST : doubled;
        }
    }

    /// Follows one watch to its end; false when it brought nothing.
    private boolean followOnce() throws InterruptedException {
        boolean anew = revision == 0;
        Set<Key> stale = anew ? new HashSet<>(objects.keySet()) : Set.of();
        String query = "watch=1&allowWatchBookmarks=true"
                + (anew
                        ? "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                        : "&resourceVersion=" + revision)
                + (selector.isEmpty() ? "" : "&" + selector);
        try (Transport.Events stream = transport.watch(new Transport.Call(
                "GET", Client.path(resource, namespace, ""), query, NullTree.ABSENT, "application/json"))) {
            events = stream;
            boolean initial = anew;
            boolean useful = false;
            while (!closed) {
                switch (stream.next(WAIT)) {
                    case Transport.Next.Event(String type, ObjectTree object) -> {
                        initial = take(type, object, initial, stale);
                        useful = true;
                    }
                    case Transport.Next.Nothing _ -> {}
                    case Transport.Next.End _ -> {
                        return useful;
                    }
                }
            }
            return useful;
        }
    }

    /// Applies one event; answers whether the initial ones are still coming.
    private boolean take(String type, ObjectTree object, boolean initial, Set<Key> stale) {
        switch (type) {
            case "ADDED", "MODIFIED" -> {
                Key key = Key.of(object);
                if (initial) {
                    stale.remove(key);
                }
                put(key, object);
                advance(object, initial);
            }
            case "DELETED" -> {
                remove(Key.of(object));
                advance(object, initial);
            }
            case "BOOKMARK" -> {
                if (initial) {
                    stale.forEach(this::remove);
                    advance(object, false);
                    markSynced();
                    return false;
                }
                advance(object, false);
            }
            case "ERROR" -> throw ApiError.of(new dev.pilothouse.api.meta.Status(object));
            default -> LOG.warn("An event of type {} on {} was left out", type, resource);
        }
        return initial;
    }

    private void put(Key key, ObjectTree object) {
        telling.lock();
        try {
            ObjectTree before = objects.put(key, object);
            owners.note(key, Optional.ofNullable(before), Optional.of(object));
            tell(Optional.ofNullable(before), Optional.of(object));
        } finally {
            telling.unlock();
        }
    }

    private void remove(Key key) {
        telling.lock();
        try {
            ObjectTree before = objects.remove(key);
            if (before != null) {
                owners.note(key, Optional.of(before), Optional.empty());
                tell(Optional.of(before), Optional.empty());
            }
        } finally {
            telling.unlock();
        }
    }

    private void tell(Optional<ObjectTree> before, Optional<ObjectTree> after) {
        for (Listener listener : listeners) {
            listener.changed(before, after);
        }
    }

    private void advance(ObjectTree object, boolean initial) {
        long seen = revisionOf(object);
        if (initial || seen <= revision) {
            return;
        }
        lock.lock();
        try {
            revision = seen;
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void markSynced() {
        lock.lock();
        try {
            synced = true;
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    static long revisionOf(ObjectTree object) {
        String version = object.object("metadata").text("resourceVersion");
        return version.isEmpty() ? 0 : Long.parseLong(version);
    }

    // ---- reading

    public GroupVersionResource resource() {
        return resource;
    }

    public Optional<ObjectTree> get(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    public Collection<ObjectTree> all() {
        return objects.values();
    }

    /// The objects in a namespace, in name order.
    public Collection<ObjectTree> in(String namespace) {
        return objects.subMap(new Key(namespace, ""), new Key(namespace + "\0", "")).values();
    }

    /// The objects whose controller is the one with this uid.
    public List<ObjectTree> ownedBy(String uid) {
        return there(owners.ownedBy(uid));
    }

    /// The objects in a namespace that no controller owns, in name order.
    public List<ObjectTree> uncontrolled(String namespace) {
        return there(owners.uncontrolled(namespace));
    }

    private List<ObjectTree> there(Collection<Key> keys) {
        List<ObjectTree> found = new ArrayList<>();
        for (Key key : keys) {
            ObjectTree object = objects.get(key);
            if (object != null) {
                found.add(object);
            }
        }
        return found;
    }

    public boolean isSynced() {
        return synced;
    }

    /// Waits until everything that was there at the start has been read.
    public void awaitSynced() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!synced && !closed) {
                advanced.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the revision has been seen, for this long at most; true if it has.
    public boolean await(long wanted, Duration timeout) throws InterruptedException {
        if (revision >= wanted) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (revision < wanted && left > 0 && !closed) {
                left = advanced.awaitNanos(left);
            }
            return revision >= wanted;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the object with this uid isn't there any more, for this long at most; true if it isn't.
    public boolean awaitGone(Key key, String uid, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (isThere(key, uid) && left > 0 && !closed) {
                left = advanced.awaitNanos(left);
            }
            return !isThere(key, uid);
        } finally {
            lock.unlock();
        }
    }

    private boolean isThere(Key key, String uid) {
        return get(key).filter(object -> object.object("metadata").text("uid").equals(uid)).isPresent();
    }

    /// Tells listeners that nothing is there any more. To be called after [#close].
    void clear() {
        objects.keySet().forEach(this::remove);
    }

    @Override
    public void close() {
        closed = true;
        Transport.Events open = events;
        if (open != null) {
            open.close();
        }
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
