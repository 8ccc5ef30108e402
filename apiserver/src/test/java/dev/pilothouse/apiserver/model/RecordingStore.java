package dev.pilothouse.apiserver.model;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Writes down what the store acknowledges, and takes its time with what it tells, so that caches lag behind.
record RecordingStore(Store store, Ledger ledger, RandomGenerator random) implements ForwardingStore {
    @Override
    public Store before(Store other) {
        return new RecordingStore(other, ledger, random);
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

    @Override
    public Outcome commit(Transaction transaction) {
        Outcome outcome = store.commit(transaction);
        if (outcome instanceof Outcome.Committed(long revision)) {
            ledger.committed(revision, transaction.changes());
        }
        return outcome;
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
