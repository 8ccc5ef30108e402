package dev.pilothouse.apiserver.registry;

import dev.pilothouse.apiserver.read.Underway;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;

/// The last step of a write. What the store can't do, or doesn't know whether it did, is told as its [StoreException]: a refusal is
/// decided again on a newer state, and such a write must never be made again.
record Commits(Store store) {

    Outcome apply(Transaction transaction) {
        return store.commit(transaction);
    }

    /// The same for one object of the resource, which its cache is told of.
    Outcome apply(Resource resource, Transaction transaction) {
        Outcome outcome = apply(transaction);
        if (outcome instanceof Outcome.Committed(long revision)) {
            resource.cache().wrote(revision);
        }
        return outcome;
    }

    /// The same for an object whose cache has been told what is coming: when nothing comes, the cache forgets.
    Outcome apply(Resource resource, Transaction transaction, Underway underway) {
        boolean stored = false;
        try {
            Outcome outcome = apply(resource, transaction);
            stored = outcome instanceof Outcome.Committed;
            return outcome;
        } finally {
            if (!stored) {
                resource.cache().forget(underway);
            }
        }
    }
}
