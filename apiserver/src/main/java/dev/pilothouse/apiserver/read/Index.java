package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The keys of a snapshot's objects by the value of one label or field. Holds keys and no objects, so that a change which
/// leaves the value as it was costs no more than reading it.
final class Index {
    private static final Comparator<Posting> ORDER =
            Comparator.comparing(Posting::value).thenComparing(Posting::key);

    private final By by;
    private final Sorted<Posting> postings;

    private Index(By by, Sorted<Posting> postings) {
        this.by = by;
        this.postings = postings;
    }

    /// What an index is by.
    ///
    /// @param name tells it from other indexes of the same resource
    /// @param value of an object; empty where the object isn't to be found by it
    record By(String name, Function<ObjectTree, Optional<String>> value) {}

    /// What is asked of an index.
    ///
    /// @param values any of which will do; empty for whatever value
    record Lookup(By by, List<String> values) {}

    private record Posting(String value, String key) {}

    /// The index of these objects.
    static Index of(By by, Snapshot snapshot) {
        List<Posting> postings = new ArrayList<>();
        snapshot.walk("", "", item -> {
            by.value().apply(item.object()).ifPresent(value -> postings.add(new Posting(value, item.key())));
            return true;
        });
        postings.sort(ORDER);
        return new Index(by, Sorted.of(ORDER, postings));
    }

    String name() {
        return by.name();
    }

    Index with(Optional<Item> before, Item now) {
        return moved(before.flatMap(this::value), value(now), now.key());
    }

    Index without(Item gone) {
        return moved(value(gone), Optional.empty(), gone.key());
    }

    private Optional<String> value(Item item) {
        return by.value().apply(item.object());
    }

    private Index moved(Optional<String> from, Optional<String> to, String key) {
        if (from.equals(to)) {
            return this;
        }
        Sorted<Posting> less = from.map(value -> postings.without(new Posting(value, key))).orElse(postings);
        return new Index(by, to.map(value -> less.with(new Posting(value, key))).orElse(less));
    }

    /// The keys in the range with any of the values, in order; empty when there are more than are of use.
    Optional<List<String>> keys(List<String> values, KeyRange range, int atMost) {
        List<String> keys = new ArrayList<>();
        if (values.isEmpty()) {
            postings.walk(_ -> -1, posting -> take(posting, range, keys, atMost));
        }
        for (String value : values.stream().distinct().toList()) {
            Sorted.Place<Posting> from = posting -> {
                int side = value.compareTo(posting.value());
                return side == 0 ? range.startComparedTo(posting.key()) : side;
            };
            postings.walk(from, posting -> posting.value().equals(value)
                    && posting.key().startsWith(range.prefix())
                    && take(posting, range, keys, atMost));
        }
        if (keys.size() > atMost) {
            return Optional.empty();
        }
        if (values.size() != 1) {
            keys.sort(null);
        }
        return Optional.of(keys);
    }

    private static boolean take(Posting posting, KeyRange range, List<String> keys, int atMost) {
        if (range.contains(posting.key())) {
            keys.add(posting.key());
        }
        return keys.size() <= atMost;
    }
}
