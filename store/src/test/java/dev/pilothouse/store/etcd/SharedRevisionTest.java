package dev.pilothouse.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedRevisionTest {
    private final AtomicLong revision = new AtomicLong(7);
    private final AtomicInteger questions = new AtomicInteger();
    private final Semaphore answers = new Semaphore(0);

    /// The answer is as old as the question when it comes.
    private final SharedRevision shared = new SharedRevision(() -> {
        long then = revision.get();
        questions.incrementAndGet();
        answers.acquireUninterruptibly();
        if (then < 0) {
            throw new StoreException.Unavailable("nobody answers", new IllegalStateException());
        }
        return then;
    });

    @Test
    void whoComesWhileAQuestionIsOnItsWayDoesNotGetItsAnswer() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> early = threads.submit(shared::get);
            Awaitility.await().until(() -> questions.get() == 1);
            revision.set(8);
            Future<Long> late = threads.submit(shared::get);
            answers.release(2);
            assertThat(early.get()).isEqualTo(7);
            assertThat(late.get()).isEqualTo(8);
        }
    }

    @Test
    void thoseWhoWaitShareOneQuestion() throws Exception {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Thread> waiting = new ArrayList<>();
            Future<Long> first = threads.submit(shared::get);
            Awaitility.await().until(() -> questions.get() == 1);
            List<Future<Long>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(threads.submit(() -> {
                    synchronized (waiting) {
                        waiting.add(Thread.currentThread());
                    }
                    return shared.get();
                }));
            }
            Awaitility.await().until(() -> areAllWaiting(waiting, others.size()));
            revision.set(9);
            answers.release(others.size() + 1);
            assertThat(first.get()).isEqualTo(7);
            for (Future<Long> other : others) {
                assertThat(other.get()).isEqualTo(9);
            }
            assertThat(questions).hasValue(2);
        }
    }

    private static boolean areAllWaiting(List<Thread> threads, int count) {
        synchronized (threads) {
            return threads.size() == count
                    && threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING);
        }
    }

    @Test
    void afterAFailureTheNextOneAsksAgain() {
        revision.set(-1);
        answers.release(2);
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(shared::get);
        revision.set(10);
        assertThat(shared.get()).isEqualTo(10);
    }
}
