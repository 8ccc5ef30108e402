package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.FieldSelector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Where a watch waits for changes. The feed puts in, one thread takes out.
final class Watcher {
    /// Changes that may wait for a slow client before its watch is ended. Holds references only.
    private static final int QUEUE_CHANGES = 10_000;

    private final BlockingQueue<Optional<Change>> queue = new ArrayBlockingQueue<>(QUEUE_CHANGES + 1);
    private final Predicate<Change> interest;
    private final Optional<Trigger> trigger;
    private volatile boolean ended;
    private volatile boolean overrun;

    /// A field that a watch asks to have one value, among those that are looked up rather than compared.
    record Trigger(String field, String value) {
        /// Kubelets watch the pods of their node; many watch one object by its name.
        static final List<String> FIELDS = List.of("spec.nodeName", "metadata.name");

        static Optional<Trigger> of(FieldSelector selector) {
            return FIELDS.stream()
                    .flatMap(field -> selector.exactly(field).map(value -> new Trigger(field, value)).stream())
                    .findFirst();
        }

        static Optional<String> value(String field, Item item) {
            int dot = field.indexOf('.');
            String value = item.object().object(field.substring(0, dot)).text(field.substring(dot + 1));
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        }
    }

    /// @param interest whether the change concerns the watch at all; asked under the cache's lock, so it must be quick
    Watcher(Predicate<Change> interest, Optional<Trigger> trigger) {
        this.interest = interest;
        this.trigger = trigger;
    }

    Optional<Trigger> trigger() {
        return trigger;
    }

    /// Takes a change over, or ends the watch when its client is too slow.
    void offer(Change change) {
        if (!ended && interest.test(change) && !queue.offer(Optional.of(change))) {
            overrun = true;
            end();
        }
    }

    /// Nothing comes any more; what is waiting is still taken.
    void end() {
        ended = true;
        // A full queue needs no sign that wakes the thread.
        boolean _ = queue.offer(Optional.empty());
    }

    /// Whether there is nothing more to take: all that came before the end was taken, or something in between was lost.
    boolean isEnded() {
        return overrun || ended && queue.isEmpty();
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    /// The next change, or empty when none came in time or the watch has ended.
    Optional<Change> poll(long nanos) throws InterruptedException {
        Optional<Change> next = queue.poll(nanos, TimeUnit.NANOSECONDS);
        return next == null ? Optional.empty() : next;
    }
}
