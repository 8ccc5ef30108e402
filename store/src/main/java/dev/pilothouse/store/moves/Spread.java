package dev.pilothouse.store.moves;

import dev.pilothouse.store.Store;
import java.util.List;
import java.util.stream.Stream;

/// Where a cluster's keys are: in one store, or, below some prefixes, in others that it names. Each counts its own revisions.
///
/// @param store knows by [Store#keeping] which one keeps a key
/// @param prefixes below which keys may be elsewhere; of several that fit a key the first one holds
public record Spread(Store store, List<String> prefixes) {
    /// What no prefix fits is below this one.
    static final String REST = "";

    public Spread {
        prefixes = prefixes.stream().distinct().toList();
    }

    /// Everything in one.
    public static Spread over(Store store) {
        return new Spread(store, List.of());
    }

    Store keeping(String key) {
        return store.keeping(prefixOf(prefixes, key));
    }

    /// Each once, that of most keys first.
    List<Store> stores() {
        return Stream.concat(Stream.of(REST), prefixes.stream())
                .map(store::keeping)
                .distinct()
                .toList();
    }

    /// The first that fits the key.
    static String prefixOf(List<String> prefixes, String key) {
        return prefixes.stream().filter(key::startsWith).findFirst().orElse(REST);
    }
}
