package dev.pilothouse.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class InTimeTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void theAnswerIsTheQuestionsOwn() {
        assertThat(new InTime(() -> true, THREADS).within(LONG).getAsBoolean()).isTrue();
        assertThat(new InTime(() -> false, THREADS).within(LONG).getAsBoolean()).isFalse();
    }

    @Test
    void aDefectIsNo() {
        BooleanSupplier failing = new InTime(
                        () -> {
                            throw new IllegalStateException("a defect");
                        },
                        THREADS)
                .within(LONG);
        assertThat(failing.getAsBoolean()).isFalse();
    }

    @Test
    void whatIsntAnsweredInTimeIsNoUntilItIs() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier slow = new InTime(
                        () -> {
                            asked.incrementAndGet();
                            return awaited(answer);
                        },
                        THREADS)
                .within(Duration.ofMillis(50));
        assertThat(slow.getAsBoolean()).isFalse();
        assertThat(slow.getAsBoolean()).isFalse();
        assertThat(asked).as("one question is under way at a time").hasValue(1);
        answer.countDown();
        long end = System.nanoTime() + LONG.toNanos();
        while (!slow.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        assertThat(slow.getAsBoolean()).isTrue();
    }

    private static boolean awaited(CountDownLatch answer) {
        try {
            answer.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
