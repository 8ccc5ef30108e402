package dev.pilothouse.apiserver.model;

import dev.pilothouse.apiserver.storage.StoredBytes;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Writes down what the store acknowledges, and takes its time with what it tells, so that caches lag behind.
///
/// @param doubtful whether the answer to a write may stay out, and the write be done or not
record RecordingStore(Store store, Ledger ledger, RandomGenerator random, AtomicBoolean doubtful)
        implements ForwardingStore {
    @Override
    public Store before(Store other) {
        return new RecordingStore(other, ledger, random, doubtful);
    }

    /// What becomes of a write that isn't simply answered: one of so many each.
    private static final int EACH = 25;

    private enum Fate {
        REFUSED,
        LOST,
        DONE_WITHOUT_ANSWER,
        ANSWERED
    }

    /// Longer than a thread takes from one step to the next, shorter than anybody's patience.
    private static final long LAG_NANOS = 2_000_000;

    private void lag() {
        long nanos;
        synchronized (random) {
            nanos = random.nextInt(4) == 0 ? random.nextLong(LAG_NANOS) : 0;
        }
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }

    private Fate fate() {
        if (!doubtful.get()) {
            return Fate.ANSWERED;
        }
        synchronized (random) {
            return Fate.values()[Math.min(random.nextInt(EACH), Fate.ANSWERED.ordinal())];
        }
    }

    @Override
    public Outcome commit(Transaction transaction) {
        Fate fate = fate();
        if (fate == Fate.REFUSED) {
            throw new StoreException.Unavailable("nobody is there", new IllegalStateException());
        }
        if (fate == Fate.LOST) {
            throw new StoreException.Unanswered("the question was lost", new IllegalStateException());
        }
        Outcome outcome = store.commit(transaction);
        if (outcome instanceof Outcome.Committed(long revision)) {
            ledger.committed(revision, transaction.changes());
            if (fate == Fate.DONE_WITHOUT_ANSWER) {
                transaction.changes().forEach(change -> note(revision, change));
            }
        }
        if (fate == Fate.DONE_WITHOUT_ANSWER) {
            throw new StoreException.Unanswered("the answer was lost", new IllegalStateException());
        }
        return outcome;
    }

    /// No writer is told of this version.
    private void note(long revision, Transaction.Change change) {
        if (change instanceof Transaction.Change.Put(String key, byte[] value, long _)) {
            try {
                ledger.says(key, revision, Facts.of(StoredBytes.read(value)));
            } catch (StoredBytes.Unreadable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public Page range(Range range) {
        Page page = store.range(range);
        lag();
        return page;
    }

    @Override
    public Watch watch(String prefix, long fromRevision) {
        Watch watch = store.watch(prefix, fromRevision);
        return new Watch() {
            @Override
            public List<Event> next(Duration timeout) throws InterruptedException {
                lag();
                List<Event> events = watch.next(timeout);
                lag();
                return events;
            }

            @Override
            public long revision() {
                return watch.revision();
            }

            @Override
            public void close() {
                watch.close();
            }
        };
    }
}
