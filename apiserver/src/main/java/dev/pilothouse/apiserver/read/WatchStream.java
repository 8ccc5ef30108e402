package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.http.HttpResponse.Frames;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;

/// The events of one watch, as its selection sees them: an object that comes to match is ADDED, one that no longer
/// does is DELETED, whatever happened to it in truth.
///
/// W1 After the initial events, revisions never go back.
/// W2 A bookmark's revision is one that the client has seen every matching change of.
public final class WatchStream implements Frames {
    /// Between two bookmarks, roughly as often as upstream sends them.
    private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(60);

    /// A bookmark comes this long before the watch times out, so that the client can go on from there.
    private static final Duration BOOKMARK_BEFORE_END = Duration.ofSeconds(2);

    private final ResourceCache cache;
    private final Selection selection;
    private final Watcher watcher;
    private final boolean bookmarks;
    private final ArrayDeque<Frame> ready = new ArrayDeque<>();
    private final long endNanos;
    private long bookmarkNanos;
    private boolean finalBookmark;
    private long seen;
    private long after;

    private WatchStream(ResourceCache cache, Selection selection, boolean bookmarks, Duration timeout) {
        this.cache = cache;
        this.selection = selection;
        this.bookmarks = bookmarks;
        String prefix = cache.prefix() + selection.scope();
        this.watcher = new Watcher(
                change -> change.now().key().startsWith(prefix) ? sight(change, selection) : Watcher.Sight.NOTHING,
                Watcher.Trigger.of(selection.fields()),
                cache.counts().terminated());
        long now = System.nanoTime();
        this.endNanos = now + timeout.toNanos();
        this.bookmarkNanos = now + BOOKMARK_EVERY.toNanos();
        // Who watches for a moment only gets none, as upstream.
        this.finalBookmark = timeout.compareTo(BOOKMARK_BEFORE_END) < 0;
    }

    private static Watcher.Sight sight(Change change, Selection selection) {
        boolean matches = !change.deleted() && selection.matches(change.now().object());
        boolean matched = change.before().isPresent()
                && selection.matches(change.before().get().object());
        if (matches) {
            return matched ? Watcher.Sight.MODIFIED : Watcher.Sight.ADDED;
        }
        return matched ? Watcher.Sight.DELETED : Watcher.Sight.NOTHING;
    }

    /// Opens a watch where the options say: with the state as first events when they name no revision or `0` or ask for
    /// it, else behind their revision.
    public static WatchStream open(ResourceCache cache, Selection selection, ListOptions options, Duration timeout) {
        WatchStream stream = new WatchStream(cache, selection, options.allowWatchBookmarks(), timeout);
        boolean initial = options.sendInitialEvents().orElse(false);
        long revision;
        try {
            revision = options.revision();
        } catch (ApiError e) {
            throw ApiError.unclassified(e.status().message());
        }
        if (timeout.isNegative()) {
            stream.beOver(options);
            return stream;
        }
        try {
            if (initial || revision == 0 && options.sendInitialEvents().isEmpty()) {
                stream.startWithState(options, revision, initial);
            } else if (revision == 0) {
                stream.startAt(cache.consistent().revision());
            } else {
                stream.startAt(revision);
            }
        } catch (TooEarly early) {
            stream.fail(
                    options.resourceVersion().isEmpty()
                            ? early.toClient()
                            : ApiError.tooLargeResourceVersion(options.resourceVersion(), early.current()));
        }
        return stream;
    }

    /// A watch whose time was up before it began hasn't waited for the newest state, and says so; of a state that is at hand it
    /// tells nothing. (Upstream tosses a coin between this and saying less or more.)
    private void beOver(ListOptions options) {
        if (options.resourceVersion().isEmpty() && !Lists.isUncached(cache)) {
            fail(ApiError.outOfTime());
        }
        watcher.end();
    }

    /// A watch is answered before it begins, so that what keeps it from that is an event.
    private void fail(ApiError error) {
        ready.add(new Frame("ERROR", error.status().tree()));
        watcher.end();
    }

    private void startWithState(ListOptions options, long revision, boolean sayWhenDone) {
        if (options.resourceVersion().isEmpty()) {
            cache.consistent();
        } else {
            Lists.reachedInstead(cache, revision).ifPresent(reached -> {
                throw new TooEarly(revision, reached);
            });
            cache.notOlderThan(revision);
        }
        ResourceCache.Image image = cache.joinWithState(watcher);
        cache.walk(image, selection, "", item -> {
            ready.add(new Frame("ADDED", item.object()));
            return true;
        });
        seen = image.revision();
        after = image.revision();
        if (sayWhenDone && bookmarks) {
            ready.add(bookmark(seen, true));
        }
    }

    private void startAt(long revision) {
        try {
            cache.join(watcher, revision);
        } catch (StoreException.Compacted e) {
            fail(ApiError.expired(Lists.isUncached(cache)
                    ? "The resourceVersion for the provided watch is too old."
                    : "too old resource version: " + revision + " (" + e.compactedRevision() + ")"));
        }
        after = revision;
        seen = revision;
    }

    @Override
    public Next next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Frame frame = ready.poll();
            if (frame != null) {
                return new Next.Event(frame);
            }
            long now = System.nanoTime();
            if (watcher.isEnded() || now - endNanos >= 0) {
                return new Next.End();
            }
            if (bookmarks && isBookmarkDue(now)) {
                ready.add(bookmark(Math.max(seen, after), false));
                continue;
            }
            var taken = watcher.take(Math.min(deadline - now, dueNanos() - now));
            if (taken.isEmpty() && deadline - System.nanoTime() <= 0) {
                return new Next.Nothing();
            }
            taken.forEach(this::take);
        }
    }

    @Override
    public void listen(Runnable more) {
        watcher.listen(more);
    }

    @Override
    public long dueNanos() {
        if (!bookmarks) {
            return endNanos;
        }
        long untilEnd = endNanos - bookmarkNanos - (finalBookmark ? 0 : BOOKMARK_BEFORE_END.toNanos());
        return bookmarkNanos + Math.min(0, untilEnd);
    }

    private boolean isBookmarkDue(long now) {
        if (!finalBookmark && endNanos - now <= BOOKMARK_BEFORE_END.toNanos() && endNanos - now > 0) {
            finalBookmark = true;
            return seen > 0;
        }
        if (now - bookmarkNanos >= 0) {
            bookmarkNanos = now + BOOKMARK_EVERY.toNanos();
            // The revision first: what was dispatched up to it is in the queue, or was never for this watch.
            long dispatched = cache.dispatchedRevision();
            if (watcher.isIdle()) {
                seen = Math.max(seen, dispatched);
            }
            return true;
        }
        return false;
    }

    private void take(Watcher.Seen offered) {
        Change change = offered.change();
        if (change.revision() <= after) {
            return;
        }
        seen = change.revision();
        // What leaves the selection is told as the client knew it, at the revision at which it left.
        Item item = offered.sight() != Watcher.Sight.DELETED || change.deleted()
                ? change.now()
                : StoredForm.item(change.now().key(), change.before().get().object(), change.revision());
        ready.add(new Frame(offered.sight().name(), item.object()));
    }

    private Frame bookmark(long revision, boolean endOfInitialEvents) {
        ObjectTree object = EmptyForms.of(selection.strategy().resource().groupVersionKind());
        object = ObjectMeta.withResourceVersion(object, Long.toString(revision));
        if (endOfInitialEvents) {
            object = object.withAt(Tree.of("true"), "metadata", "annotations", "k8s.io/initial-events-end");
        }
        return new Frame("BOOKMARK", object);
    }

    @Override
    public void close() {
        cache.leave(watcher);
        watcher.end();
    }
}
