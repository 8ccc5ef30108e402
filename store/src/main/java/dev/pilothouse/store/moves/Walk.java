package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/// All entries of a cluster in the order of their keys, wherever they are, page by page, each store at one revision.
final class Walk {
    /// Entries below each prefix that are in memory at once.
    private static final int PAGE = 1_000;

    private final Spread spread;
    private final Map<Store, Long> revisions = new HashMap<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing((Head head) -> head.entry().key()));

    /// What one part has to tell next.
    private record Head(Entry entry, Part part) {}

    Walk(Spread spread) {
        this.spread = spread;
        spread.stores().forEach(store -> revisions.put(store, store.revision()));
        line(new Part(Spread.REST, Export.ROOT));
        spread.prefixes().forEach(prefix -> line(new Part(prefix, prefix)));
    }

    /// At which revision the store that keeps the prefix is read.
    long revision(String prefix) {
        return revisions.get(spread.store().keeping(prefix));
    }

    Optional<Entry> next() {
        if (heads.isEmpty()) {
            return Optional.empty();
        }
        Head first = heads.remove();
        line(first.part());
        return Optional.of(first.entry());
    }

    private void line(Part part) {
        part.next().ifPresent(entry -> heads.add(new Head(entry, part)));
    }

    /// The entries that one prefix is responsible for. What lies in a store but is kept in another one now isn't the cluster's.
    private final class Part {
        private final String prefix;
        private final String root;
        private final Store store;
        private Iterator<Entry> page = List.<Entry>of().iterator();
        private String last = "";
        private boolean more = true;

        Part(String prefix, String root) {
            this.prefix = prefix;
            this.root = root;
            this.store = spread.store().keeping(prefix);
        }

        Optional<Entry> next() {
            while (page.hasNext() || more) {
                if (!page.hasNext()) {
                    Page read = store.range(new Range(root, last, revision(prefix), PAGE));
                    page = read.entries().iterator();
                    more = read.remaining() > 0;
                    continue;
                }
                Entry entry = page.next();
                last = entry.key();
                if (Spread.prefixOf(spread.prefixes(), last).equals(prefix)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }
    }
}
