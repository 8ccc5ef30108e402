package dev.pilothouse.apiserver.read;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which indexes of a resource are worth their keep: those that somebody asks for. A reader notes what would have helped;
/// the feed builds it with the next image, carries it on with each change, and drops it when nobody asks any more.
final class WantedIndexes {
    /// Some 60 bytes an object each, and on each write one value to compare.
    private static final int INDEXES = 8;

    /// Below this many objects a walk over all is as quick.
    private static final int OBJECTS = 1_000;

    private static final Duration KEPT_UNASKED = Duration.ofMinutes(10);

    private final Map<String, Wanted> wanted = new ConcurrentHashMap<>();

    private static final class Wanted {
        private final Index.By by;
        private volatile long askedNanos = System.nanoTime();

        Wanted(Index.By by) {
            this.by = by;
        }
    }

    /// Notes what the lookups ask for.
    void note(List<Index.Lookup> lookups, Snapshot snapshot) {
        if (snapshot.size() < OBJECTS) {
            return;
        }
        for (Index.Lookup lookup : lookups) {
            Wanted known = wanted.get(lookup.by().name());
            if (known == null) {
                add(lookup.by());
            } else {
                known.askedNanos = System.nanoTime();
            }
        }
    }

    private synchronized void add(Index.By by) {
        if (wanted.size() < INDEXES) {
            wanted.putIfAbsent(by.name(), new Wanted(by));
        }
    }

    /// The snapshot with the indexes that are wanted now, and no others.
    Snapshot on(Snapshot snapshot) {
        if (wanted.isEmpty()) {
            return snapshot;
        }
        long now = System.nanoTime();
        Snapshot result = snapshot;
        for (Wanted one : wanted.values()) {
            String name = one.by.name();
            if (now - one.askedNanos > KEPT_UNASKED.toNanos()) {
                wanted.remove(name);
                result = result.withoutIndex(name);
            } else if (!result.hasIndex(name)) {
                result = result.withIndex(one.by);
            }
        }
        return result;
    }
}
