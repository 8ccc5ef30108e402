package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.store.StoreException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// The changes of a resource that are still known, in order. Changed by its feed alone, under the cache's lock; whoever else reads
/// them has that, too.
final class RecentChanges implements Iterable<Change> {
    /// Changes that a watch can start behind. Clients that reconnect are seldom further away.
    static final int KEPT = 2_000;

    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private long from;

    /// The revision after which all are known.
    long from() {
        return from;
    }

    @Override
    public Iterator<Change> iterator() {
        return changes.iterator();
    }

    /// What happened up to this revision isn't known.
    void beginAt(long revision) {
        changes.clear();
        from = revision;
    }

    void add(Change change) {
        changes.add(change);
        if (changes.size() > KEPT) {
            from = changes.remove().revision();
        }
    }

    /// @throws StoreException.Compacted if changes after the revision are no longer kept
    void forEachBehind(long revision, Consumer<Change> each) {
        if (revision < from) {
            throw new StoreException.Compacted(from);
        }
        for (Change change : changes) {
            if (change.revision() > revision) {
                each.accept(change);
            }
        }
    }

    List<Change> upTo(long revision) {
        return changes.stream().filter(change -> change.revision() <= revision).toList();
    }

    /// What became of the objects is among those that the cache holds; only what they were before is here alone.
    long rest() {
        return changes.stream()
                .mapToLong(change -> change.before().map(item -> Json.rest(item.object())).orElse(0L))
                .sum();
    }
}
