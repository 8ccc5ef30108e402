package dev.pilothouse.store.etcd;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Questions whose answers are waited for. One thread wakes all who have waited long: a timed wait of each would start and stop a timer
/// of the JVM's for every request, which costs more than gRPC's part of it. There is no such thread while nobody asks.
final class Waiting {
    /// Rounds without a question before the thread ends: five seconds.
    private static final int QUIET = 50;

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

    /// Wakes those whose time it is.
    ///
    /// @return nanoseconds until it is somebody else's. Whoever comes meanwhile has until then and longer.
    private long round() {
        long now = System.nanoTime();
        return questions.stream()
                .mapToLong(question -> question.wake(now))
                .reduce(Question.LOOK.toNanos(), Math::min);
    }

    private void rounds() {
        try {
            for (int quiet = 0; quiet < QUIET; quiet = questions.isEmpty() ? quiet + 1 : 0) {
                Thread.sleep(Duration.ofNanos(round()));
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
