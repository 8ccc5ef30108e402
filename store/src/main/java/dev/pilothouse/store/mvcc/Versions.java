package dev.pilothouse.store.mvcc;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import java.util.Arrays;
import java.util.Optional;

/// The versions of one key, oldest first; a deletion is a version too. Written by the one writer, read by all.
final class Versions {
    private static final Event[] NONE = {};

    private volatile Event[] events = NONE;

    /// @return whether a compaction will find something to forget here
    boolean add(Event event, long compacted) {
        Event[] kept = trimmed(events, compacted);
        Event[] longer = Arrays.copyOf(kept, kept.length + 1);
        longer[kept.length] = withoutPrevious(event);
        events = longer;
        return hasHistory();
    }

    boolean hasHistory() {
        Event[] all = events;
        return all.length > 1 || all.length == 1 && all[0] instanceof Event.Delete;
    }

    /// A version must not hold its predecessor, or compaction would free nothing.
    private static Event withoutPrevious(Event event) {
        return switch (event) {
            case Event.Put put -> put.previous().isEmpty() ? put : new Event.Put(put.entry(), Optional.empty());
            case Event.Delete delete -> new Event.Delete(delete.key(), delete.revision(), Optional.empty());
        };
    }

    Optional<Entry> at(long revision) {
        Event[] all = events;
        for (int i = all.length - 1; i >= 0; i--) {
            if (all[i].revision() <= revision) {
                return all[i] instanceof Event.Put put ? Optional.of(put.entry()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// Forgets superseded versions; true when only a forgotten deletion is left.
    boolean compact(long at) {
        Event[] all = events;
        Event[] kept = trimmed(all, at);
        if (kept != all) {
            events = kept;
        }
        return kept.length == 0 || kept.length == 1 && kept[0] instanceof Event.Delete && kept[0].revision() <= at;
    }

    private static Event[] trimmed(Event[] all, long compacted) {
        int first = 0;
        while (first + 1 < all.length && all[first + 1].revision() <= compacted) {
            first++;
        }
        return first == 0 ? all : Arrays.copyOfRange(all, first, all.length);
    }
}
