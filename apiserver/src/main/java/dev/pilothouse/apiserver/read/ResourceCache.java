package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// All objects of one resource in memory.
///
/// C1 The image (snapshot and revision) is replaced by the feed's [Slot] alone, in revision order, and read by all without a
///    lock: a list sees one revision and never half a transaction.
/// C2 A watcher gets what the image held when it joined, or the kept changes after its revision, and then every
///    change: no gap, no repetition.
/// C3 Memory is bounded: [RecentChanges#KEPT], [PinnedSnapshots#MOST], and the bound of each watcher's queue. Who asks for
///    more of the past is told that it is gone.
public final class ResourceCache {
    /// How long a read waits for the cache to see what the store has already acknowledged.
    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    /// What the cache holds at a revision.
    public record Image(Snapshot snapshot, long revision) {}

    private final Store store;
    private final String prefix;
    private final StoredForm form;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private volatile Image image = new Image(Snapshot.EMPTY, 0);
    /// Whether no feed keeps the image in step any more.
    private volatile boolean retired;
    /// Why nobody knows what the objects are, while nobody does.
    private volatile Optional<StoreException> lost = Optional.empty();
    private final RecentChanges recent = new RecentChanges();
    private final Watchers watchers = new Watchers();
    private final PinnedSnapshots pinned = new PinnedSnapshots();
    private final Writes writes;
    private final WantedIndexes indexes = new WantedIndexes();
    private final CacheCounts counts = new CacheCounts();

    ResourceCache(Store store, String prefix, StoredForm form) {
        this.store = store;
        this.prefix = prefix;
        this.form = form;
        this.writes = new Writes(form);
    }

    public CacheCounts counts() {
        return counts;
    }

    /// Changes that a watch can start behind.
    public static int capacity() {
        return RecentChanges.KEPT;
    }

    /// Where its keys start, with a slash at the end.
    public String prefix() {
        return prefix;
    }

    /// The whole resource as the store has it now, read there. May take a while; the cache stays what it is.
    Image stored() {
        Page page = store.range(Range.of(prefix));
        return new Image(read(page), page.revision());
    }

    /// The whole resource as the store had it at the revision.
    ///
    /// @throws StoreException.Compacted if it has forgotten that
    Image stored(long revision) {
        return new Image(read(store.range(Range.of(prefix).at(revision))), revision);
    }

    /// Holds this from now on, as if it had followed the feed since before.
    void begin(Image stored, Past before) {
        begin(new Image(before.undone(stored.snapshot(), this::decoded), before.from()));
        advance(before.events(), stored.revision());
    }

    /// Holds this from now on, and the feed goes on from there. Watches that saw what was held before end: what happened between
    /// the two is not known.
    void begin(Image stored) {
        lock.lock();
        try {
            endWatches();
            lost = Optional.empty();
            image = stored;
            counts.initializations().increment();
            recent.beginAt(stored.revision());
        } finally {
            lock.unlock();
        }
    }

    /// What happened to the resource up to the revision, as far as it is remembered, for a cache of another version of it.
    ///
    /// @throws TooEarly if that isn't reached
    /// @throws StoreException if what the objects are isn't known
    Past past(long until) {
        atLeast(until);
        long from;
        List<Change> changes;
        lock.lock();
        try {
            from = recent.from();
            changes = recent.upTo(until);
        } finally {
            lock.unlock();
        }
        return Past.of(from, until, changes, form);
    }

    /// Leaves of each object what can't be made again. For times when nobody looks at them.
    ///
    /// @return how many bytes nobody refers to any more
    long rest() {
        long[] letGo = {0};
        image.snapshot().walk("", "", item -> {
            letGo[0] += Json.rest(item.object());
            return true;
        });
        lock.lock();
        try {
            return letGo[0] + recent.rest();
        } finally {
            lock.unlock();
        }
    }

    /// Takes over changes in revision order, and the revision up to which there are no others. Called by the feed.
    void advance(List<Event> events, long revision) {
        List<Change> changes = new ArrayList<>(events.size());
        Image before = image;
        // Only the feed changes what is remembered, so it may read that without the lock.
        Snapshot snapshot = indexes.on(before, recent);
        for (Event event : events) {
            if (event.revision() <= before.revision()) {
                continue;
            }
            Optional<Item> old = snapshot.get(event.key());
            switch (event) {
                case Event.Put put -> {
                    counts.saw(put.entry().size());
                    Item now = item(put, old);
                    snapshot = snapshot.with(now);
                    changes.add(new Change(put.revision(), false, now, old));
                }
                case Event.Delete delete -> {
                    snapshot = snapshot.without(delete.key());
                    old.ifPresent(gone -> changes.add(new Change(
                            delete.revision(),
                            true,
                            StoredForm.item(gone.key(), gone.object(), delete.revision()),
                            old)));
                }
            }
        }
        counts.received().add(changes.size());
        List<Watcher> offered;
        lock.lock();
        try {
            image = new Image(snapshot, Math.max(revision, before.revision()));
            changes.forEach(recent::add);
            offered = watchers.offer(changes);
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
        counts.dispatched().add(changes.size());
        offered.forEach(Watcher::tell);
    }

    private Item item(Event.Put put, Optional<Item> before) {
        Optional<Underway> expected = writes.take(put);
        return expected.isEmpty()
                ? decoded(put.entry())
                : shared(put.entry(), form.takeOver(expected.get(), before, put.revision()));
    }

    private Item decoded(Entry entry) {
        return shared(entry, form.decode(entry.key(), entry.value(), entry.modRevision()));
    }

    /// A store in the process keeps the object's bytes as a part of these from now on.
    private static Item shared(Entry entry, Item item) {
        entry.shareWith(Json.lent(item.object()));
        return item;
    }

    /// The object as the writer is going to store it. When the store tells of these very bytes, they needn't be read, and where
    /// the writer knows how they read back, that isn't found out again.
    public Underway expect(String key, ObjectTree object, Optional<ObjectTree> readBack) {
        return writes.expect(key, object, readBack);
    }

    /// The write came to nothing.
    public void forget(Underway failed) {
        writes.forget(failed);
    }

    // ---- reading

    /// The image, no older than what the store had acknowledged when the call began.
    public Image consistent() {
        try {
            Image found = atLeast(store.revision());
            counts.consistent().increment();
            return found;
        } catch (TooEarly behind) {
            counts.behind().increment();
            throw behind;
        }
    }

    /// The revision that the store has reached.
    long acknowledged() {
        return store.revision();
    }

    /// What the cache holds, however old.
    ///
    /// @throws StoreException if it never held anything: what isn't known is not taken for nothing
    public Image newest() {
        Image now = image;
        if (now.revision() == 0) {
            refuseIfLost();
        }
        return now;
    }

    /// How many objects it holds.
    public int size() {
        return image.snapshot().size();
    }

    /// The object as the cache has it; empty also while nothing is known, so that who needs more asks for the [#latest].
    public Optional<Item> held(String key) {
        return image.snapshot().get(key);
    }

    /// The object after every write that was acknowledged before. While another object hides what the resource holds, the store
    /// is asked for this one alone.
    public Optional<Item> latest(String key) {
        if (lost.isEmpty()) {
            try {
                return consistent().snapshot().get(key);
            } catch (StoreException.Unreadable lostMeanwhile) {
                // The same as if it had been lost before.
            }
        }
        return store.get(key).map(entry -> form.decode(entry.key(), entry.value(), entry.modRevision()));
    }

    /// Walks what the image holds of the selection, in key order, behind the key `after`.
    ///
    /// @return what was looked at for it
    Walk walk(Image of, Selection selection, String after, Snapshot.Visitor visitor) {
        Walk walk = new Walk(selection, visitor);
        KeyRange range = new KeyRange(prefix + selection.scope(), after);
        if (selection.isEverything()) {
            of.snapshot().walk(range.prefix(), after, walk);
            return walk;
        }
        List<Index.Lookup> lookups = selection.lookups();
        Snapshot snapshot = of == image ? indexes.ask(lookups, of) : of.snapshot();
        walk.helpedBy(snapshot.walk(lookups, range, walk));
        return walk;
    }

    /// A write is stored: who asks this server for a state from now on finds it there.
    public void wrote(long revision) {
        writes.stored(revision);
    }

    /// The image no older than the revision, and with what was acknowledged through this server, unless that takes too long.
    Image notOlderThan(long revision) {
        try {
            return atLeast(Math.max(revision, writes.last()));
        } catch (TooEarly behind) {
            if (behind.asked() == revision) {
                throw behind;
            }
            return atLeast(revision);
        }
    }

    /// The image once it has reached the revision.
    ///
    /// @throws TooEarly if that takes longer than [#CATCH_UP]
    /// @throws StoreException if what the objects are isn't known
    Image atLeast(long revision) {
        refuseIfLost();
        Image now = image;
        if (now.revision() >= revision) {
            counts.waits().see(0);
            return now;
        }
        long began = System.nanoTime();
        now = awaited(revision);
        counts.waited(began);
        refuseIfLost();
        if (now.revision() < revision && retired) {
            begin(stored());
            now = image;
        }
        if (now.revision() < revision) {
            throw new TooEarly(revision, now.revision());
        }
        return now;
    }

    private Image awaited(long revision) {
        lock.lock();
        try {
            long left = CATCH_UP.toNanos();
            while (image.revision() < revision && left > 0 && !retired && lost.isEmpty()) {
                left = advanced.awaitNanos(left);
            }
            return image;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Closed();
        } finally {
            lock.unlock();
        }
    }

    /// Keeps the image for the following pages of a list.
    void pin(Image page) {
        pinned.keep(page);
    }

    /// The state at exactly this revision: the present, a pinned one, or read again from the store's history.
    ///
    /// @throws StoreException.Compacted if it is forgotten
    /// @throws TooEarly if it is not reached
    Image exactly(long revision) {
        Image now = atLeast(revision);
        if (now.revision() == revision) {
            return now;
        }
        return pinned.at(revision).orElseGet(() -> stored(revision));
    }

    private Snapshot read(Page page) {
        List<Item> items = new ArrayList<>(page.entries().size());
        long bytes = 0;
        for (Entry entry : page.entries()) {
            bytes += entry.size();
            items.add(decoded(entry));
        }
        counts.readAll(items.size(), bytes);
        return Snapshot.of(items);
    }

    // ---- watching

    /// Joins the watcher at the revision; 0 means now, after everything that the image holds.
    ///
    /// @throws StoreException.Compacted if changes after the revision are no longer kept
    void join(Watcher watcher, long revision) {
        lock.lock();
        try {
            refuseIfLost();
            recent.forEachBehind(revision, change -> {
                counts.initialEvents().increment();
                watcher.offer(change);
            });
            register(watcher);
        } finally {
            lock.unlock();
        }
    }

    /// Joins the watcher with the image as its first events, and answers the image's revision.
    Image joinWithState(Watcher watcher) {
        lock.lock();
        try {
            refuseIfLost();
            register(watcher);
            counts.initialEvents().add(image.snapshot().size());
            return image;
        } finally {
            lock.unlock();
        }
    }

    private void register(Watcher watcher) {
        if (retired) {
            watcher.end();
            return;
        }
        watchers.add(watcher);
    }

    void leave(Watcher watcher) {
        lock.lock();
        try {
            watchers.remove(watcher);
        } finally {
            lock.unlock();
        }
    }

    /// Goes on without a feed, for requests that have it already: each reads the store. Watches end, and their clients begin
    /// anew where the resource is now.
    void retire() {
        retired = true;
        endWatches();
    }

    /// From now on who asks is told why, until the cache is filled again.
    void lose(StoreException why) {
        lock.lock();
        try {
            lost = Optional.of(why);
            endWatches();
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfLost() {
        Optional<StoreException> why = lost;
        if (why.isPresent()) {
            throw why.get();
        }
    }

    /// Ends all watches: the server stops, or the feed lost its place.
    void endWatches() {
        lock.lock();
        try {
            watchers.end();
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Every change up to this revision is in the queues of the watches that it concerns.
    long dispatchedRevision() {
        lock.lock();
        try {
            return image.revision();
        } finally {
            lock.unlock();
        }
    }

    /// The number of open watches.
    public int watchCount() {
        lock.lock();
        try {
            return watchers.count();
        } finally {
            lock.unlock();
        }
    }
}
