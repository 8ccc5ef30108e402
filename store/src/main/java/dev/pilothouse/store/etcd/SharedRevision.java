package dev.pilothouse.store.etcd;

import dev.pilothouse.store.StoreException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// One question for many who ask at the same time. Nobody gets the answer to a question that was put before they came: it
/// could be older than a write that they know of. A failure is shared as an answer is, or each would wait for its own in turn.
final class SharedRevision {
    private final LongSupplier question;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong asked = new AtomicLong();
    private long answered;
    private long answer;
    private Optional<StoreException> failure = Optional.empty();

    SharedRevision(LongSupplier question) {
        this.question = question;
    }

    long get() {
        long before = asked.get();
        lock.lock();
        try {
            if (answered <= before) {
                ask();
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    private void ask() {
        long number = asked.incrementAndGet();
        try {
            answer = question.getAsLong();
            failure = Optional.empty();
        } catch (StoreException e) {
            failure = Optional.of(e);
        }
        answered = number;
    }
}
