package dev.pilothouse.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keys that are to be looked at. Three sets tell the whole story: *dirty* is what has to be looked at, *processing* is
/// what somebody looks at right now, and the queue holds what is dirty and not processing, in order.
///
/// Q1 A key is handed out once at a time; what is added meanwhile is handed out afterwards, once.
/// Q2 The queue holds each key once, so it is bounded by the number of objects.
public final class WorkQueue<K> {
    private static final Duration RETRY_FIRST = Duration.ofMillis(5);
    private static final Duration RETRY_LAST = Duration.ofSeconds(1000);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<K> queue = new ArrayDeque<>();
    private final Set<K> dirty = new HashSet<>();
    private final Set<K> processing = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private final ScheduledExecutorService timers;
    private boolean closed;

    /// @param timers brings delayed keys in; its tasks here are short
    public WorkQueue(ScheduledExecutorService timers) {
        this.timers = timers;
    }

    public void add(K key) {
        lock.lock();
        try {
            if (closed || !dirty.add(key) || processing.contains(key)) {
                return;
            }
            queue.add(key);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    public void addAfter(K key, Duration delay) {
        if (delay.isZero() || delay.isNegative()) {
            add(key);
            return;
        }
        try {
            var _ = timers.schedule(() -> add(key), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.RejectedExecutionException stopped) {
            // The process is ending: nobody will look at the key any more.
            close();
        }
    }

    /// Adds the key again after a while that doubles with each failure in a row.
    public void retry(K key) {
        int count;
        lock.lock();
        try {
            count = failures.merge(key, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
        long millis = RETRY_FIRST.toMillis() << Math.min(count - 1, 20);
        addAfter(key, Duration.ofMillis(Math.min(millis, RETRY_LAST.toMillis())));
    }

    public void forget(K key) {
        lock.lock();
        try {
            failures.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /// The next key; empty when the queue was closed. [#done] must follow.
    public Optional<K> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !closed) {
                filled.await();
            }
            if (closed) {
                return Optional.empty();
            }
            K key = queue.remove();
            processing.add(key);
            dirty.remove(key);
            return Optional.of(key);
        } finally {
            lock.unlock();
        }
    }

    public void done(K key) {
        lock.lock();
        try {
            processing.remove(key);
            if (dirty.contains(key)) {
                queue.add(key);
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The number of keys that wait.
    public int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
