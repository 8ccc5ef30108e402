package dev.pilothouse.apiserver.storage;

import dev.pilothouse.apiserver.storage.StoreFigures.Does;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import java.util.Optional;

/// A store whose requests are counted and timed. What somebody else was faster at is an answer, not a failure.
public record CountedStore(Store store, StoreFigures figures) implements ForwardingStore {

    @Override
    public Store before(Store other) {
        return new CountedStore(other, figures);
    }

    @Override
    public Optional<Entry> get(String key) {
        long began = System.nanoTime();
        boolean failed = true;
        try {
            Optional<Entry> found = store.get(key);
            failed = false;
            return found;
        } finally {
            figures.of(key).see(Does.GET, failed, began);
        }
    }

    @Override
    public Page range(Range range) {
        long began = System.nanoTime();
        boolean failed = true;
        try {
            Page page = store.range(range);
            failed = false;
            return page;
        } finally {
            figures.of(range.prefix()).see(Does.LIST, failed, began);
        }
    }

    @Override
    public Outcome commit(Transaction transaction) {
        if (transaction.changes().isEmpty()) {
            return store.commit(transaction);
        }
        long began = System.nanoTime();
        boolean failed = true;
        try {
            Outcome outcome = store.commit(transaction);
            failed = false;
            return outcome;
        } finally {
            // What else changes with an object stands behind it.
            Transaction.Change first = transaction.changes().getFirst();
            figures.of(first.key()).see(does(first, transaction), failed, began);
        }
    }

    private static Does does(Transaction.Change change, Transaction transaction) {
        return switch (change) {
            case Transaction.Change.Delete _ -> Does.DELETE;
            case Transaction.Change.Put put -> {
                for (Transaction.Compare compare : transaction.compares()) {
                    if (compare.modRevision() == 0 && compare.key().equals(put.key())) {
                        yield Does.CREATE;
                    }
                }
                yield Does.UPDATE;
            }
        };
    }
}
