package dev.pilothouse.app;

import dev.pilothouse.client.Gate;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;

/// Asks once more, right before a write of a loop in this process is sent, whether the loop still leads: a process that is stopped
/// in the midst of a request may find another leader when it goes on.
record FencedStore(Store store) implements ForwardingStore {

    @Override
    public Store before(Store other) {
        return new FencedStore(other);
    }
    @Override
    public Outcome commit(Transaction transaction) {
        if (!Gate.mayActNow()) {
            throw new StoreException.Unavailable(Gate.LED_BY_ANOTHER, new IllegalStateException(Gate.LED_BY_ANOTHER));
        }
        return store.commit(transaction);
    }
}
