package dev.pilothouse.store.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The changes in the order of their revisions, as watches told them.
final class Line {
    private final NavigableMap<Long, Map<String, Optional<String>>> transactions = new TreeMap<>();

    /// @param value empty for a deletion
    synchronized void add(long revision, String key, Optional<String> value) {
        transactions.computeIfAbsent(revision, _ -> new TreeMap<>()).put(key, value);
    }

    synchronized NavigableMap<Long, Map<String, Optional<String>>> transactions() {
        return new TreeMap<>(transactions);
    }

    /// @return the last revision
    synchronized long last() {
        return transactions.isEmpty() ? 1 : transactions.lastKey();
    }

    /// What is under the key between two of its changes.
    ///
    /// @param revision that made it so
    /// @param value empty where it doesn't exist
    record Stay(long revision, Optional<String> value) {
        Optional<Op.Shown> shown(String key) {
            return value.map(it -> new Op.Shown(key, revision, it));
        }
    }

    /// All that was ever under the key, in order; first that it wasn't there.
    synchronized List<Stay> stays(String key) {
        List<Stay> stays = new ArrayList<>(List.of(new Stay(0, Optional.empty())));
        transactions.forEach((revision, changes) -> {
            if (changes.containsKey(key)) {
                stays.add(new Stay(revision, changes.get(key)));
            }
        });
        return stays;
    }

    /// The state after the revision, in key order.
    synchronized List<Op.Shown> at(long revision, String prefix) {
        NavigableMap<String, Op.Shown> state = new TreeMap<>();
        transactions.headMap(revision, true).forEach((at, changes) -> changes.forEach((key, value) -> {
            if (!key.startsWith(prefix)) {
                return;
            }
            if (value.isPresent()) {
                state.put(key, new Op.Shown(key, at, value.get()));
            } else {
                state.remove(key);
            }
        }));
        return List.copyOf(state.values());
    }
}
