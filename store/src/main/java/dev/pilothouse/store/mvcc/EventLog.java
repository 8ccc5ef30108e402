package dev.pilothouse.store.mvcc;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The recent changes in the order of their revisions, and the place where watches wait for more. Watches hold a
/// revision and nothing else: a slow one costs no memory, and is told when what it needs is gone.
public final class EventLog {
    /// Changes kept at most, whether or not they were compacted: a bound on memory between two compactions.
    private static final int LIMIT_TRANSACTIONS = 200_000;

    /// Events handed out at once at most, give or take one transaction.
    private static final int CHUNK_EVENTS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    /// Transactions by revision: the one with revision r stands at index r - first.
    private final ArrayList<List<Event>> transactions = new ArrayList<>();
    private long first = 2;
    private int dropped;
    private boolean closed;

    void add(List<Event> events) {
        lock.lock();
        try {
            transactions.add(events);
            if (transactions.size() - dropped > LIMIT_TRANSACTIONS) {
                drop(1);
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the transactions up to this revision.
    void forget(long revision) {
        lock.lock();
        try {
            int held = transactions.size() - dropped;
            long count = revision + 1 - first;
            if (count >= held) {
                transactions.clear();
                dropped = 0;
                first = revision + 1;
            } else if (count > 0) {
                drop((int) count);
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Frees the oldest transactions; moves the rest only when half of the list is free.
    private void drop(int count) {
        for (int i = dropped; i < dropped + count; i++) {
            transactions.set(i, List.of());
        }
        dropped += count;
        first += count;
        if (dropped > transactions.size() / 2) {
            transactions.subList(0, dropped).clear();
            dropped = 0;
        }
    }

    /// The oldest revision that can still be read.
    public long first() {
        lock.lock();
        try {
            return first;
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Wakes all that wait, so that they look whether they were closed.
    void wake() {
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The transactions from this revision on: all at once up to [#CHUNK_EVENTS]. Waits for the first one.
    List<List<Event>> read(long from, long nanos, java.util.function.BooleanSupplier isClosed)
            throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (true) {
                if (closed || isClosed.getAsBoolean()) {
                    throw new StoreException.Closed();
                }
                if (from < first) {
                    throw new StoreException.Compacted(first - 1);
                }
                if (from < first + transactions.size() - dropped) {
                    return chunk((int) (from - first) + dropped);
                }
                if (left <= 0) {
                    return List.of();
                }
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<List<Event>> chunk(int index) {
        List<List<Event>> chunk = new ArrayList<>();
        int events = 0;
        for (int i = index; i < transactions.size() && events < CHUNK_EVENTS; i++) {
            chunk.add(transactions.get(i));
            events += transactions.get(i).size();
        }
        return chunk;
    }

    /// A long time in the unit of [#read].
    static long nanos(java.time.Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
