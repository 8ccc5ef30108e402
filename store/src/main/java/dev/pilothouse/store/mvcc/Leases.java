package dev.pilothouse.store.mvcc;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
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

    public synchronized void grant(long lease, Instant end) {
        ends.put(lease, end);
        byEnd.computeIfAbsent(end, _ -> new HashSet<>()).add(lease);
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
            keys.computeIfAbsent(put.entry().lease(), _ -> new HashSet<>()).add(put.key());
        }
    }

    /// When the next lease ends.
    public synchronized Optional<Instant> nextEnd() {
        return byEnd.isEmpty() ? Optional.empty() : Optional.of(byEnd.firstKey());
    }

    /// Takes the leases that have ended by now, and answers the keys that were under them.
    public synchronized List<String> expire(Instant now) {
        List<String> expired = new ArrayList<>();
        while (!byEnd.isEmpty() && !byEnd.firstKey().isAfter(now)) {
            for (long lease : byEnd.pollFirstEntry().getValue()) {
                ends.remove(lease);
                Set<String> held = keys.remove(lease);
                if (held != null) {
                    expired.addAll(held);
                }
            }
        }
        return expired;
    }
}
