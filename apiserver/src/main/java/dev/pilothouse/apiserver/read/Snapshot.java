package dev.pilothouse.apiserver.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An immutable map in key order, with the indexes that were asked for: a change answers a new one that shares all but the
/// path to the change.
public final class Snapshot {
    private static final Comparator<Item> ORDER = Comparator.comparing(Item::key);

    static final Snapshot EMPTY = new Snapshot(Sorted.by(ORDER), 0, List.of());

    /// An index that leaves more than this part of the objects saves nothing: the walk over all is quicker.
    private static final int WORTHWHILE_PART = 4;

    private final Sorted<Item> items;
    private final int size;
    private final List<Index> indexes;

    private Snapshot(Sorted<Item> items, int size, List<Index> indexes) {
        this.items = items;
        this.size = size;
        this.indexes = indexes;
    }

    /// @param items in key order, each key once
    static Snapshot of(List<Item> items) {
        return new Snapshot(Sorted.of(ORDER, items), items.size(), List.of());
    }

    /// Takes items in key order, until it says no more.
    @FunctionalInterface
    public interface Visitor {
        boolean visit(Item item);
    }

    public int size() {
        return size;
    }

    public Optional<Item> get(String key) {
        return items.find(item -> key.compareTo(item.key()));
    }

    Snapshot with(Item item) {
        Optional<Item> before = get(item.key());
        return new Snapshot(
                items.with(item),
                before.isPresent() ? size : size + 1,
                indexes.isEmpty()
                        ? indexes
                        : indexes.stream().map(index -> index.with(before, item)).toList());
    }

    Snapshot without(String key) {
        return get(key)
                .map(gone -> new Snapshot(
                        items.without(gone),
                        size - 1,
                        indexes.stream().map(index -> index.without(gone)).toList()))
                .orElse(this);
    }

    boolean hasIndex(String name) {
        return index(name).isPresent();
    }

    private Optional<Index> index(String name) {
        for (Index index : indexes) {
            if (index.name().equals(name)) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    /// With one more index, which is of these very objects.
    Snapshot withIndex(Index index) {
        List<Index> more = new ArrayList<>(indexes);
        more.add(index);
        return new Snapshot(items, size, List.copyOf(more));
    }

    Snapshot withoutIndex(String name) {
        return new Snapshot(
                items,
                size,
                indexes.stream().filter(index -> !index.name().equals(name)).toList());
    }

    /// Walks the items whose keys are greater than `after` and start with the prefix.
    public void walk(String prefix, String after, Visitor visitor) {
        KeyRange range = new KeyRange(prefix, after);
        items.walk(
                item -> range.startComparedTo(item.key()),
                item -> item.key().startsWith(prefix) && visitor.visit(item));
    }

    /// How many items the same walk would visit, without one.
    int count(String prefix, String after) {
        KeyRange range = new KeyRange(prefix, after);
        int from = items.before(item -> range.startComparedTo(item.key()));
        int to = items.before(item -> item.key().startsWith(prefix) ? 1 : prefix.compareTo(item.key()));
        return Math.max(0, to - from);
    }

    /// Walks at least those of these items that all the lookups are about: few where an index says which, else all.
    ///
    /// @return the name of that index, or nothing
    String walk(List<Index.Lookup> lookups, KeyRange range, Visitor visitor) {
        Optional<Found> found = fewest(lookups, range);
        if (found.isEmpty()) {
            walk(range.prefix(), range.after(), visitor);
            return "";
        }
        for (String key : found.get().keys()) {
            if (!visitor.visit(get(key).orElseThrow())) {
                break;
            }
        }
        return found.get().index();
    }

    /// @param index its name
    private record Found(String index, List<String> keys) {}

    private Optional<Found> fewest(List<Index.Lookup> lookups, KeyRange range) {
        Optional<Found> found = Optional.empty();
        int atMost = size / WORTHWHILE_PART;
        for (Index.Lookup lookup : lookups) {
            Optional<Index> index = index(lookup.by().name());
            Optional<List<String>> keys =
                    index.isEmpty() ? Optional.empty() : index.get().keys(lookup.values(), range, atMost);
            if (keys.isPresent()) {
                found = Optional.of(new Found(lookup.by().name(), keys.get()));
                atMost = keys.get().size();
            }
        }
        return found;
    }
}
