package dev.pilothouse.store.memory;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.mvcc.Leases;
import dev.pilothouse.store.mvcc.LogWatch;
import dev.pilothouse.store.mvcc.Mvcc;
import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps everything in memory. A transaction is decided and applied under one lock, by the thread that asks.
///
/// Leases end when somebody looks: before every transaction, and when [#expire] is called.
public final class MemoryStore implements Store {
    private final Mvcc mvcc = new Mvcc();
    private final ReentrantLock writing = new ReentrantLock();
    private final InstantSource clock;
    private long lastLease;
    private volatile boolean closed;

    public MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long revision() {
        return mvcc.revision();
    }

    @Override
    public long compactedRevision() {
        return mvcc.compactedRevision();
    }

    @Override
    public Optional<Entry> get(String key) {
        checkOpen();
        return mvcc.get(key);
    }

    @Override
    public Page range(Range range) {
        checkOpen();
        return mvcc.range(range);
    }

    @Override
    public Outcome commit(Transaction transaction) {
        writing.lock();
        try {
            checkOpen();
            expireUnderLock();
            return switch (mvcc.batch().decide(transaction)) {
                case Mvcc.Decision.Accepted(long revision, var events) -> {
                    mvcc.apply(events);
                    yield new Outcome.Committed(revision);
                }
                case Mvcc.Decision.Refused(String key, Optional<Entry> current) -> new Outcome.Conflict(key, current);
            };
        } finally {
            writing.unlock();
        }
    }

    /// Deletes what is under leases that have ended.
    public void expire() {
        writing.lock();
        try {
            checkOpen();
            expireUnderLock();
        } finally {
            writing.unlock();
        }
    }

    private void expireUnderLock() {
        for (Leases.Ended lease : mvcc.leases().ended(clock.instant())) {
            for (String key : lease.keys()) {
                Transaction delete = new Transaction(List.of(), List.of(new Transaction.Change.Delete(key)));
                if (mvcc.batch().decide(delete) instanceof Mvcc.Decision.Accepted accepted) {
                    mvcc.apply(accepted.events());
                }
            }
            mvcc.leases().forget(lease);
        }
    }

    @Override
    public Watch watch(String prefix, long fromRevision) {
        checkOpen();
        return new LogWatch(mvcc.log(), prefix, fromRevision == 0 ? mvcc.revision() + 1 : fromRevision);
    }

    @Override
    public void compact(long revision) {
        writing.lock();
        try {
            checkOpen();
            mvcc.compact(revision);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public long lease(Duration ttl) {
        writing.lock();
        try {
            checkOpen();
            lastLease++;
            mvcc.leases().grant(lastLease, clock.instant().plus(ttl));
            return lastLease;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<Duration> remaining(long lease) {
        Instant now = clock.instant();
        return mvcc.leases().end(lease).filter(end -> end.isAfter(now)).map(end -> Duration.between(now, end));
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException.Closed();
        }
    }

    @Override
    public void close() {
        closed = true;
        mvcc.log().close();
    }
}
