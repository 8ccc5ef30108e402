package dev.pilothouse.apiserver.registry;

import dev.pilothouse.apiserver.read.StoreFailures;
import dev.pilothouse.apiserver.read.Underway;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;

/// The last step of a write. What the store can't do now is an answer to the client, never a defect.
record Commits(Store store) {

    Outcome apply(Transaction transaction) {
        try {
            return store.commit(transaction);
        } catch (StoreException e) {
            throw StoreFailures.toClient(e);
        }
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
