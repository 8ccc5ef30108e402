package dev.pilothouse.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keys that are to be looked at. Three sets tell the whole story: *dirty* is what has to be looked at, *processing* is
/// what somebody looks at right now, and the queue holds what is dirty and not processing, in order.
///
/// Q1 A key is handed out once at a time; what is added meanwhile is handed out afterwards, once.
/// Q2 The queue holds each key once, so it is bounded by the number of objects.
/// Q3 A key waits for one moment at most: of two delays the one that ends earlier counts, as upstream's delaying queue has
///    it. So the timers, too, are bounded by the number of objects.
public final class WorkQueue<K> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<K> queue = new ArrayDeque<>();
    /// Since when, in [System#nanoTime].
    private final Map<K, Long> dirty = new HashMap<>();

    private final Map<K, Long> processing = new HashMap<>();
    private final Map<K, Waiting> waiting = new HashMap<>();
    private final RetryDelays<K> delays;
    private final ScheduledExecutorService timers;
    private final InstantSource clock;
    private final LoopFigures.OfQueue figures;
    private boolean closed;

    private record Waiting(Instant due, Future<?> timer) {}

    /// @param timers brings delayed keys in; its tasks here are short
    public WorkQueue(ScheduledExecutorService timers, InstantSource clock) {
        this(timers, clock, LoopFigures.OfQueue.untold());
    }

    WorkQueue(ScheduledExecutorService timers, InstantSource clock, LoopFigures.OfQueue figures) {
        this.figures = figures;
        this.timers = timers;
        this.clock = clock;
        this.delays = new RetryDelays<>(clock);
    }

    public void add(K key) {
        lock.lock();
        try {
            if (closed || dirty.containsKey(key)) {
                return;
            }
            dirty.put(key, System.nanoTime());
            figures.adds().increment();
            if (processing.containsKey(key)) {
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
        Instant due = clock.instant().plus(delay);
        lock.lock();
        try {
            Waiting before = waiting.get(key);
            if (closed || before != null && !due.isBefore(before.due)) {
                return;
            }
            if (before != null) {
                before.timer.cancel(false);
            }
            Future<?> timer = timers.schedule(() -> arrive(key, due), delay.toMillis(), TimeUnit.MILLISECONDS);
            waiting.put(key, new Waiting(due, timer));
        } catch (RejectedExecutionException stopped) {
            // The process is ending: nobody will look at the key any more.
            close();
        } finally {
            lock.unlock();
        }
    }

    private void arrive(K key, Instant due) {
        lock.lock();
        try {
            Waiting mine = waiting.get(key);
            if (mine != null && mine.due.equals(due)) {
                waiting.remove(key);
            }
        } finally {
            lock.unlock();
        }
        add(key);
    }

    /// Adds the key again after a while that [RetryDelays] name.
    public void retry(K key) {
        figures.retries().increment();
        addAfter(key, delays.next(key));
    }

    public void forget(K key) {
        delays.forget(key);
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
            long now = System.nanoTime();
            processing.put(key, now);
            Long since = dirty.remove(key);
            if (since != null) {
                figures.waited(since, now);
            }
            return Optional.of(key);
        } finally {
            lock.unlock();
        }
    }

    public void done(K key) {
        lock.lock();
        try {
            Long since = processing.remove(key);
            if (since != null) {
                figures.worked(since, System.nanoTime());
            }
            if (dirty.containsKey(key)) {
                queue.add(key);
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The number of keys that can be handed out now.
    public int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /// What the queue holds at an instant.
    ///
    /// @param unfinishedNanos for how long keys are looked at that are now, all together
    /// @param longestNanos for how long the one is that has been longest
    record Now(int depth, long unfinishedNanos, long longestNanos) {}

    Now now() {
        lock.lock();
        try {
            long now = System.nanoTime();
            long unfinished = 0;
            long longest = 0;
            for (long since : processing.values()) {
                unfinished += now - since;
                longest = Math.max(longest, now - since);
            }
            return new Now(queue.size(), unfinished, longest);
        } finally {
            lock.unlock();
        }
    }

    /// The number of keys that come in later.
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.values().forEach(it -> it.timer.cancel(false));
            waiting.clear();
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
