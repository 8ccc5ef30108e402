package dev.pilothouse.store;

import java.util.ArrayList;
import java.util.List;

/// Comparisons and the changes that depend on them. A key is changed at most once.
public record Transaction(List<Compare> compares, List<Change> changes) {
    public Transaction {
        compares = List.copyOf(compares);
        changes = List.copyOf(changes);
    }

    /// The key was last written at this revision; 0: it doesn't exist.
    public record Compare(String key, long modRevision) {}

    public sealed interface Change {
        String key();

        /// @param lease the lease to put the entry under, or 0
        record Put(String key, byte[] value, long lease) implements Change {}

        /// Deleting what doesn't exist changes nothing.
        record Delete(String key) implements Change {}
    }

    /// Writes a key that must not exist.
    public static Transaction create(String key, byte[] value) {
        return new Transaction(List.of(new Compare(key, 0)), List.of(new Change.Put(key, value, 0)));
    }

    /// Writes a key that must be as it was at the revision.
    public static Transaction update(String key, byte[] value, long modRevision) {
        return new Transaction(List.of(new Compare(key, modRevision)), List.of(new Change.Put(key, value, 0)));
    }

    /// Deletes a key that must be as it was at the revision.
    public static Transaction delete(String key, long modRevision) {
        return new Transaction(List.of(new Compare(key, modRevision)), List.of(new Change.Delete(key)));
    }

    /// This transaction and another one as a single one.
    public Transaction and(Transaction other) {
        List<Compare> allCompares = new ArrayList<>(compares);
        allCompares.addAll(other.compares);
        List<Change> allChanges = new ArrayList<>(changes);
        allChanges.addAll(other.changes);
        return new Transaction(allCompares, allChanges);
    }

    /// The same with every put under the lease.
    public Transaction under(long lease) {
        return new Transaction(
                compares,
                changes.stream()
                        .<Change>map(change -> switch (change) {
                            case Change.Put put -> new Change.Put(put.key(), put.value(), lease);
                            case Change.Delete delete -> delete;
                        })
                        .toList());
    }
}
