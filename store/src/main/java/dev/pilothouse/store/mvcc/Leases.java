package dev.pilothouse.store.mvcc;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Leases, when they end, and the keys that end with them.
public final class Leases {
    private final Map<Long, Instant> ends = new HashMap<>();
    private final TreeMap<Instant, Set<Long>> byEnd = new TreeMap<>();
    private final Map<Long, Set<String>> keys = new HashMap<>();
    private Optional<Instant> clock = Optional.empty();

    public synchronized void grant(long lease, Instant end) {
        Instant before = ends.put(lease, end);
        if (before != null) {
            unlist(before, lease);
        }
        byEnd.computeIfAbsent(end, _ -> new HashSet<>()).add(lease);
    }

    /// Takes note of what the clock said that all ends are told by.
    public synchronized void told(Instant now) {
        clock = Optional.of(now);
    }

    /// What that clock said last, as far as anybody took note.
    public synchronized Optional<Instant> told() {
        return clock;
    }

    /// Goes on by another clock, or the same after a while without a store: each lease has left what it had.
    public synchronized void resume(Instant now) {
        if (clock.isEmpty()) {
            return;
        }
        Duration passed = Duration.between(clock.get(), now);
        Map<Long, Instant> before = Map.copyOf(ends);
        ends.clear();
        byEnd.clear();
        before.forEach((lease, end) -> grant(lease, end.plus(passed)));
        clock = Optional.of(now);
    }

    /// The largest lease number given out so far, or 0.
    public synchronized long last() {
        return ends.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    public synchronized Map<Long, Instant> all() {
        return Map.copyOf(ends);
    }

    /// When the lease ends, if it hasn't.
    public synchronized Optional<Instant> end(long lease) {
        return Optional.ofNullable(ends.get(lease));
    }

    synchronized void follow(Event event) {
        event.previous().map(Entry::lease).filter(lease -> lease != 0).ifPresent(lease -> {
            Set<String> held = keys.get(lease);
            if (held != null) {
                held.remove(event.key());
            }
        });
        if (event instanceof Event.Put put && put.entry().lease() != 0) {
            if (!ends.containsKey(put.entry().lease())) {
                // It ended while the entry was on its way: so does the entry.
                grant(put.entry().lease(), Instant.EPOCH);
            }
            keys.computeIfAbsent(put.entry().lease(), _ -> new HashSet<>()).add(put.key());
        }
    }

    /// A lease whose time is over, and what is under it still.
    public record Ended(long lease, Instant end, Set<String> keys) {}

    /// The leases that have ended by now. They stay until [#forget], so that nothing is left over if what was under them can't be
    /// deleted yet.
    public synchronized List<Ended> ended(Instant now) {
        List<Ended> ended = new ArrayList<>();
        byEnd.headMap(now, true).forEach((end, leases) -> leases.forEach(
                lease -> ended.add(new Ended(lease, end, Set.copyOf(keys.getOrDefault(lease, Set.of()))))));
        return ended;
    }

    /// Ends a lease for good.
    public synchronized void forget(Ended ended) {
        ends.remove(ended.lease());
        keys.remove(ended.lease());
        unlist(ended.end(), ended.lease());
    }

    private void unlist(Instant end, long lease) {
        Set<Long> beside = byEnd.getOrDefault(end, Set.of());
        beside.remove(lease);
        if (beside.isEmpty()) {
            byEnd.remove(end);
        }
    }
}
