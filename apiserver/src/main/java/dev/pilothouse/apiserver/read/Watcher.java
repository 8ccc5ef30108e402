package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.FieldSelector;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Where a watch waits for changes. The feed puts in, one thread at a time takes out.
final class Watcher {
    /// Changes that may wait for a slow client before its watch is ended. Holds references only.
    private static final int QUEUE_CHANGES = 10_000;

    private final Function<Change, Sight> interest;
    private final Optional<Trigger> trigger;
    private final LongAdder terminated;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    /// As large as what waits: thousands of watches are idle for hours.
    private ArrayDeque<Seen> queue = new ArrayDeque<>();

    private Runnable listener = () -> {};
    private boolean ended;
    private boolean overrun;

    /// What a change is to a watch.
    enum Sight {
        NOTHING,
        ADDED,
        MODIFIED,
        DELETED
    }

    record Seen(Change change, Sight sight) {}

    /// A field that a watch asks to have one value, among those that are looked up rather than compared.
    record Trigger(String field, String value) {
        /// Kubelets watch the pods of their node; many watch one object by its name.
        static final List<String> FIELDS = List.of("spec.nodeName", "metadata.name");

        /// None for a field that is to be empty: objects aren't looked up by what they lack.
        static Optional<Trigger> of(FieldSelector selector) {
            return FIELDS.stream()
                    .flatMap(field -> selector.exactly(field).stream()
                            .filter(value -> !value.isEmpty())
                            .map(value -> new Trigger(field, value)))
                    .findFirst();
        }

        static Optional<String> value(String field, Item item) {
            int dot = field.indexOf('.');
            String value = item.object().object(field.substring(0, dot)).text(field.substring(dot + 1));
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        }
    }

    /// @param terminated counts those whose clients are too slow
    ///
    /// @param interest what the change is to the watch; asked under the cache's lock, so it must be quick
    Watcher(Function<Change, Sight> interest, Optional<Trigger> trigger, LongAdder terminated) {
        this.terminated = terminated;
        this.interest = interest;
        this.trigger = trigger;
    }

    Optional<Trigger> trigger() {
        return trigger;
    }

    /// Takes a change over, or ends the watch when its client is too slow.
    ///
    /// @return whether there is something to [#tell]
    boolean offer(Change change) {
        Sight sight = interest.apply(change);
        if (sight == Sight.NOTHING) {
            return false;
        }
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            if (queue.size() == QUEUE_CHANGES) {
                overrun = true;
                terminated.increment();
                ended = true;
            } else {
                queue.add(new Seen(change, sight));
            }
            something.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Whom [#tell] tells, besides a thread that waits in [#take].
    void listen(Runnable more) {
        lock.lock();
        try {
            listener = more;
        } finally {
            lock.unlock();
        }
    }

    /// Tells that something was offered. Apart from that, so that all watches of a change have it before the first is told: who
    /// writes for many of them finds them ready together.
    void tell() {
        Runnable told;
        lock.lock();
        try {
            told = listener;
        } finally {
            lock.unlock();
        }
        told.run();
    }

    /// Nothing comes any more; what is waiting is still taken.
    void end() {
        lock.lock();
        try {
            ended = true;
            something.signal();
        } finally {
            lock.unlock();
        }
        tell();
    }

    /// Whether there is nothing more to take: all that came before the end was taken, or something in between was lost.
    boolean isEnded() {
        lock.lock();
        try {
            return overrun || ended && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isIdle() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// All changes that wait, in order; none when none came in time or the watch has ended.
    Collection<Seen> take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (queue.isEmpty() && !ended && left > 0) {
                left = something.awaitNanos(left);
            }
            if (overrun || queue.isEmpty()) {
                return List.of();
            }
            Collection<Seen> taken = queue;
            queue = new ArrayDeque<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
