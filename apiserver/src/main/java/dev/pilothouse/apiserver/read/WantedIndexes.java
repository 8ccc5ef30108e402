package dev.pilothouse.apiserver.read;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Which indexes of a resource are worth their keep: those that somebody asks for. The first who asks builds one, aside from
/// everybody else; the feed brings it up to date with the next image, carries it on with each change, and drops it when nobody
/// asks any more.
final class WantedIndexes {
    /// Some 60 bytes an object each, and on each write one value to compare.
    private static final int INDEXES = 8;

    /// Below this many objects a walk over all is as quick.
    private static final int OBJECTS = 1_000;

    private static final Duration KEPT_UNASKED = Duration.ofMinutes(10);

    private final Map<String, Wanted> wanted = new ConcurrentHashMap<>();

    private static final class Wanted {
        private final Index.By by;
        private final AtomicBoolean underway = new AtomicBoolean();
        private volatile Optional<Built> built = Optional.empty();
        private volatile long askedNanos = System.nanoTime();

        Wanted(Index.By by) {
            this.by = by;
        }

        /// Once for all who ask at a time.
        void build(ResourceCache.Image image) {
            if (underway.compareAndSet(false, true)) {
                built = Optional.of(new Built(Index.of(by, image.snapshot()), image.revision()));
            }
        }

        void forgetBuilt() {
            built = Optional.empty();
            underway.set(false);
        }
    }

    /// An index that no image has yet.
    ///
    /// @param revision of the image that it was built from
    private record Built(Index index, long revision) {}

    /// The newest image's snapshot with what helps to find what the lookups ask for, as far as it is worth it.
    Snapshot ask(List<Index.Lookup> lookups, ResourceCache.Image newest) {
        Snapshot result = newest.snapshot();
        if (result.size() < OBJECTS) {
            return result;
        }
        for (Index.Lookup lookup : lookups) {
            String name = lookup.by().name();
            Optional<Wanted> known = Optional.ofNullable(wanted.get(name)).or(() -> add(lookup.by()));
            if (known.isEmpty()) {
                continue;
            }
            Wanted one = known.get();
            one.askedNanos = System.nanoTime();
            if (!result.hasIndex(name)) {
                one.build(newest);
                Optional<Built> fitting = one.built.filter(built -> built.revision() == newest.revision());
                result = fitting.isEmpty() ? result : result.withIndex(fitting.get().index());
            }
        }
        return result;
    }

    private synchronized Optional<Wanted> add(Index.By by) {
        return wanted.size() < INDEXES
                ? Optional.of(wanted.computeIfAbsent(by.name(), _ -> new Wanted(by)))
                : Optional.empty();
    }

    /// The image's snapshot with the indexes that are wanted now and built, and no others.
    ///
    /// @param known up to the image
    Snapshot on(ResourceCache.Image image, RecentChanges known) {
        Snapshot result = image.snapshot();
        if (wanted.isEmpty()) {
            return result;
        }
        long now = System.nanoTime();
        for (Wanted one : wanted.values()) {
            String name = one.by.name();
            if (now - one.askedNanos > KEPT_UNASKED.toNanos()) {
                wanted.remove(name);
                result = result.withoutIndex(name);
            } else if (one.built.isPresent()) {
                Built built = one.built.get();
                boolean fits = !result.hasIndex(name) && built.revision() >= known.from();
                result = fits ? result.withIndex(caughtUp(built, known)) : result;
                one.forgetBuilt();
            }
        }
        return result;
    }

    private static Index caughtUp(Built built, Iterable<Change> changes) {
        Index index = built.index();
        for (Change change : changes) {
            if (change.revision() > built.revision()) {
                index = change.deleted() ? index.without(change.now()) : index.with(change.before(), change.now());
            }
        }
        return index;
    }
}
