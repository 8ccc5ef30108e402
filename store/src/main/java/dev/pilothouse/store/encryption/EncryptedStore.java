package dev.pilothouse.store.encryption;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import java.util.Optional;

/// A store whose values are sealed on their way in and opened on their way out, below some prefixes. All others pass
/// as the very arrays that they are.
public record EncryptedStore(Store store, Sealing sealing) implements ForwardingStore {

    @Override
    public Store before(Store other) {
        return new EncryptedStore(other, sealing);
    }

    private Transaction seal(Transaction transaction) {
        if (transaction.changes().stream().noneMatch(it -> sealing.covers(it.key()))) {
            return transaction;
        }
        return new Transaction(
                transaction.compares(), transaction.changes().stream().map(this::seal).toList());
    }

    private Transaction.Change seal(Transaction.Change change) {
        return change instanceof Transaction.Change.Put put
                ? new Transaction.Change.Put(put.key(), sealing.seal(put.key(), put.value()), put.lease())
                : change;
    }

    @Override
    public Optional<Entry> get(String key) {
        return store.get(key).map(sealing::read);
    }

    @Override
    public Page range(Range range) {
        Page page = store.range(range);
        return new Page(page.entries().stream().map(sealing::read).toList(), page.revision(), page.remaining());
    }

    @Override
    public Outcome commit(Transaction transaction) {
        return switch (store.commit(seal(transaction))) {
            case Outcome.Committed committed -> committed;
            case Outcome.Conflict(String key, Optional<Entry> current) ->
                new Outcome.Conflict(key, current.map(sealing::read));
        };
    }

    @Override
    public Watch watch(String prefix, long fromRevision) {
        return new OpeningWatch(store.watch(prefix, fromRevision), sealing);
    }
}
