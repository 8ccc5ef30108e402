package dev.pilothouse.store.etcd;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Questions whose answers are waited for. One thread wakes all who have waited long: a timed wait of each would start and stop a timer
/// of the JVM's for every request, which costs more than gRPC's part of it. There is no such thread while nobody asks.
final class Waiting {
    /// Between two rounds: so late somebody may be woken.
    private static final Duration ROUND = Duration.ofMillis(50);

    /// Rounds without a question before the thread ends.
    private static final int QUIET = 100;

    /// As many as there are threads that wait.
    private final Set<Question> questions = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean isWatched = new AtomicBoolean();

    void add(Question question) {
        questions.add(question);
        watch();
    }

    void remove(Question question) {
        questions.remove(question);
    }

    private void watch() {
        if (!isWatched.get() && isWatched.compareAndSet(false, true)) {
            Thread.ofVirtual().name("etcd-answers").start(this::rounds);
        }
    }

    private void rounds() {
        try {
            for (int quiet = 0; quiet < QUIET; quiet = questions.isEmpty() ? quiet + 1 : 0) {
                Thread.sleep(ROUND);
                long now = System.nanoTime();
                questions.forEach(question -> question.wake(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            isWatched.set(false);
            if (!questions.isEmpty()) {
                watch();
            }
        }
    }
}
