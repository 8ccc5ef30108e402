package dev.pilothouse.apiserver.read;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// What a feed told of resources that nobody has read here yet: so a watch on one of them starts behind any revision that clients
/// know from elsewhere, as if its cache had been there from the first. Used under one lock, the feed's.
final class Unread {
    /// Events that are remembered, of all those resources together.
    static final int KEPT = 2_000;

    /// Bytes of their values, new and replaced.
    static final long KEPT_BYTES = 4L << 20;

    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private long bytes;
    private long from;
    private long until;
    /// Whether something went by that couldn't be read: nothing is known until the feed tells how far it is.
    private boolean missed;

    /// What happened up to this revision isn't known.
    void beginAt(long revision) {
        events.clear();
        bytes = 0;
        from = revision;
        until = revision;
        missed = false;
    }

    void miss() {
        missed = true;
    }

    /// @param told of resources that nobody follows, in order
    /// @param revision up to which there are no others
    void tell(List<Event> told, long revision) {
        if (missed) {
            beginAt(revision);
            return;
        }
        for (Event event : told) {
            events.add(event);
            bytes += bytes(event);
        }
        while (events.size() > KEPT || bytes > KEPT_BYTES) {
            Event oldest = events.remove();
            bytes -= bytes(oldest);
            from = oldest.revision();
        }
        until = revision;
    }

    private static long bytes(Event event) {
        long now = event instanceof Event.Put put ? put.entry().size() : 0;
        return now + event.previous().map(Entry::size).orElse(0);
    }

    /// The past of what lies below the prefix, which is followed from now on; empty where something may be missing from it.
    Optional<Past> claim(String prefix) {
        if (missed) {
            return Optional.empty();
        }
        List<Event> own =
                events.stream().filter(event -> event.key().startsWith(prefix)).toList();
        if (!own.isEmpty()) {
            events.removeIf(event -> event.key().startsWith(prefix));
            bytes -= own.stream().mapToLong(Unread::bytes).sum();
        }
        return Optional.of(Past.of(from, until, own));
    }

    /// A resource isn't followed any more: what was told of it meanwhile went by.
    void forget() {
        beginAt(until);
    }
}
