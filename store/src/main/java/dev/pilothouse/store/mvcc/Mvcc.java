package dev.pilothouse.store.mvcc;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// Multi-version state: what every key held at every revision that is not compacted.
///
/// One writer calls [#batch], [#apply] and [#compact]; any number of readers look on without waiting.
/// M1 A reader never sees a revision before all its changes are in place: the revision is published last.
/// M2 Nothing is visible before it was applied; a batch decides its later transactions on its earlier ones.
public final class Mvcc {
    private final ConcurrentSkipListMap<String, Versions> keys = new ConcurrentSkipListMap<>();
    private final EventLog log = new EventLog();
    private final Leases leases = new Leases();

    /// Keys that a compaction may free something of, so that it needn't look at all. Owned by the writer.
    private final Set<String> superseded = new HashSet<>();

    private volatile long revision = 1;
    private volatile long compacted;

    public long revision() {
        return revision;
    }

    public long compactedRevision() {
        return compacted;
    }

    public EventLog log() {
        return log;
    }

    public Leases leases() {
        return leases;
    }

    public Optional<Entry> get(String key) {
        Versions versions = keys.get(key);
        return versions == null ? Optional.empty() : versions.at(revision);
    }

    public Page range(Range range) {
        long now = revision;
        long at = range.revision() == 0 ? now : range.revision();
        if (at > now) {
            throw new StoreException.FutureRevision(at, now);
        }
        if (range.revision() != 0 && at < compacted) {
            throw new StoreException.Compacted(compacted);
        }
        boolean inside = range.after().compareTo(range.prefix()) >= 0;
        var from = inside ? keys.tailMap(range.after(), false) : keys.tailMap(range.prefix(), true);
        List<Entry> entries = new ArrayList<>();
        long remaining = 0;
        for (Map.Entry<String, Versions> slot : from.entrySet()) {
            if (!slot.getKey().startsWith(range.prefix())) {
                break;
            }
            Optional<Entry> entry = slot.getValue().at(at);
            if (entry.isEmpty()) {
                continue;
            }
            if (range.limit() > 0 && entries.size() == range.limit()) {
                remaining++;
            } else {
                entries.add(entry.get());
            }
        }
        if (range.revision() != 0 && at < compacted) {
            // The compaction may have passed while the keys were read.
            throw new StoreException.Compacted(compacted);
        }
        return new Page(entries, at, remaining);
    }

    /// Every entry at a revision that nobody compacts meanwhile, in key order.
    public void forEach(long at, Consumer<Entry> entries) {
        for (Versions versions : keys.values()) {
            versions.at(at).ifPresent(entries);
        }
    }

    public Batch batch() {
        return new Batch();
    }

    /// Transactions that are decided one after the other, and become visible together once they are durable.
    public final class Batch {
        private final Map<String, Optional<Entry>> pending = new HashMap<>();
        private long next = revision;

        private Batch() {}

        private Optional<Entry> current(String key) {
            Optional<Entry> changed = pending.get(key);
            return changed == null ? Mvcc.this.get(key) : changed;
        }

        /// What the transaction changes, or the comparison that fails.
        public Decision decide(Transaction transaction) {
            for (Transaction.Compare compare : transaction.compares()) {
                Optional<Entry> found = current(compare.key());
                if (found.map(Entry::modRevision).orElse(0L) != compare.modRevision()) {
                    return new Decision.Refused(compare.key(), found);
                }
            }
            List<Event> events = new ArrayList<>(transaction.changes().size());
            for (Transaction.Change change : transaction.changes()) {
                Optional<Entry> before = current(change.key());
                switch (change) {
                    case Transaction.Change.Put put -> {
                        long created = before.map(Entry::createRevision).orElse(next + 1);
                        Entry entry = new Entry(put.key(), put.value(), created, next + 1, put.lease());
                        pending.put(put.key(), Optional.of(entry));
                        events.add(new Event.Put(entry, before));
                    }
                    case Transaction.Change.Delete delete -> {
                        if (before.isPresent()) {
                            pending.put(delete.key(), Optional.empty());
                            events.add(new Event.Delete(delete.key(), next + 1, before));
                        }
                    }
                }
            }
            if (!events.isEmpty()) {
                next++;
            }
            // Kept until it is compacted: mostly a list of one.
            return new Decision.Accepted(next, List.copyOf(events));
        }
    }

    /// What became of a transaction.
    public sealed interface Decision {
        record Accepted(long revision, List<Event> events) implements Decision {}

        record Refused(String key, Optional<Entry> current) implements Decision {}
    }

    /// Makes one transaction's events visible. They follow the current revision directly, except when a journal is
    /// read again from a snapshot.
    public void apply(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        for (Event event : events) {
            if (keys.computeIfAbsent(event.key(), _ -> new Versions()).add(event, compacted)) {
                superseded.add(event.key());
            }
            leases.follow(event);
        }
        revision = events.getFirst().revision();
        log.add(events);
    }

    /// Puts back an entry from a snapshot: no event, no history.
    public void restore(Entry entry) {
        keys.computeIfAbsent(entry.key(), _ -> new Versions()).add(new Event.Put(entry, Optional.empty()), 0);
        leases.follow(new Event.Put(entry, Optional.empty()));
    }

    /// Starts the line of revisions where a snapshot left it; everything before counts as compacted.
    public void restoreRevision(long at) {
        revision = at;
        compacted = at;
        log.forget(at);
    }

    /// Forgets what was superseded at or before the revision.
    public void compact(long at) {
        if (at <= compacted) {
            return;
        }
        if (at > revision) {
            throw new StoreException.FutureRevision(at, revision);
        }
        compacted = at;
        log.forget(at);
        superseded.removeIf(key -> {
            Versions versions = keys.get(key);
            if (versions.compact(at)) {
                keys.remove(key);
                return true;
            }
            return !versions.hasHistory();
        });
    }
}
