package dev.pilothouse.store.linear;

import dev.pilothouse.store.Entry;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A way for a store to be wrong, now and then, which the judge must notice.
enum Lie {
    A_WRITE_IS_ACKNOWLEDGED_AND_LOST,
    A_COMPARISON_IS_NOT_MADE,
    A_READ_IS_OLD,
    A_LIST_IS_OLD,
    A_REVISION_IS_OLD,
    A_REVISION_IS_ONE_BEHIND,
    A_REVISION_ANSWERS_WHO_ASKED_LATER,
    A_CHANGE_IS_NOT_TOLD,
    A_CHANGE_IS_TOLD_TWICE,
    A_REFUSED_WRITE_HAPPENS,
    A_WRITE_WHOSE_ANSWER_IS_LOST_IS_CALLED_IMPOSSIBLE,
    A_WRITE_WHOSE_ANSWER_IS_LOST_IS_ASKED_AGAIN,
    A_WATCH_BEGINS_LATE,
    A_WATCH_LEAVES_OUT_WHAT_IS_FORGOTTEN,
    HALF_A_TRANSACTION_HAPPENS;

    /// One request in so many is answered with a lie.
    private static final int EACH = 4;

    /// Of an answer that others wait for too.
    private static final long WAY_NANOS = 1_000_000;

    Store of(Store honest) {
        return new Lying(honest);
    }

    private final class Lying implements ForwardingStore {
        private final Store honest;
        private final AtomicLong count = new AtomicLong();
        private final Map<String, Optional<Entry>> before = new ConcurrentHashMap<>();
        private final Map<String, Page> listed = new ConcurrentHashMap<>();
        private final AtomicLong revisionBefore = new AtomicLong(1);
        private final ReentrantLock asking = new ReentrantLock();

        Lying(Store honest) {
            this.honest = honest;
        }

        @Override
        public Store store() {
            return honest;
        }

        @Override
        public Store before(Store other) {
            return new Lying(other);
        }

        private boolean now(Lie lie) {
            return Lie.this == lie && count.incrementAndGet() % EACH == 0;
        }

        @Override
        public Outcome commit(Transaction transaction) {
            if (now(A_WRITE_IS_ACKNOWLEDGED_AND_LOST)) {
                return new Outcome.Committed(honest.revision() + 1);
            }
            if (now(A_COMPARISON_IS_NOT_MADE)) {
                return honest.commit(new Transaction(List.of(), transaction.changes()));
            }
            if (transaction.changes().size() > 1 && Lie.this == HALF_A_TRANSACTION_HAPPENS) {
                return honest.commit(new Transaction(transaction.compares(), transaction.changes().subList(0, 1)));
            }
            if (now(A_WRITE_WHOSE_ANSWER_IS_LOST_IS_CALLED_IMPOSSIBLE)) {
                throw new StoreException.Unavailable(
                        "lost after " + honest.commit(transaction), new IllegalStateException());
            }
            Outcome outcome = honest.commit(transaction);
            if (now(A_WRITE_WHOSE_ANSWER_IS_LOST_IS_ASKED_AGAIN)) {
                return honest.commit(transaction);
            }
            if (outcome instanceof Outcome.Conflict && now(A_REFUSED_WRITE_HAPPENS)) {
                honest.commit(new Transaction(List.of(), transaction.changes()));
            }
            return outcome;
        }

        @Override
        public Optional<Entry> get(String key) {
            Optional<Entry> now = honest.get(key);
            Optional<Entry> old = before.put(key, now);
            return old != null && now(A_READ_IS_OLD) ? old : now;
        }

        @Override
        public Page range(Range range) {
            Page now = honest.range(range);
            Page old = listed.put(range.prefix(), now);
            return old != null && now(A_LIST_IS_OLD) ? old : now;
        }

        @Override
        public long revision() {
            if (Lie.this == A_REVISION_ANSWERS_WHO_ASKED_LATER) {
                return sharedRevision();
            }
            long now = honest.revision();
            if (now(A_REVISION_IS_ONE_BEHIND)) {
                return Math.max(1, now - 1);
            }
            long old = revisionBefore.getAndSet(now);
            return now(A_REVISION_IS_OLD) ? old : now;
        }

        /// Whoever comes while a question is on its way gets its answer, however old that is by then.
        private long sharedRevision() {
            boolean isOnItsWay = asking.isLocked();
            asking.lock();
            try {
                if (!isOnItsWay) {
                    revisionBefore.set(honest.revision());
                    LockSupport.parkNanos(WAY_NANOS);
                }
                return revisionBefore.get();
            } finally {
                asking.unlock();
            }
        }

        private Watch honestOrNot(String prefix, long from) {
            if (Lie.this == A_WATCH_BEGINS_LATE) {
                return honest.watch(prefix, from + 1);
            }
            try {
                return honest.watch(prefix, from);
            } catch (StoreException.Compacted e) {
                if (Lie.this == A_WATCH_LEAVES_OUT_WHAT_IS_FORGOTTEN) {
                    return honest.watch(prefix, e.compactedRevision() + 1);
                }
                throw e;
            }
        }

        @Override
        public Watch watch(String prefix, long fromRevision) {
            Watch watch = honestOrNot(prefix, fromRevision);
            return new Watch() {
                @Override
                public List<Event> next(Duration timeout) throws InterruptedException {
                    List<Event> events = watch.next(timeout);
                    if (!events.isEmpty() && now(A_CHANGE_IS_NOT_TOLD)) {
                        return events.subList(1, events.size());
                    }
                    if (!events.isEmpty() && now(A_CHANGE_IS_TOLD_TWICE)) {
                        return List.of(events.getLast(), events.getLast());
                    }
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
}
