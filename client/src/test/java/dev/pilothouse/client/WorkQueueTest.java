package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final StandingClock clock = new StandingClock();
    private final LoopFigures figures = new LoopFigures();
    private final WorkQueue<String> queue = new WorkQueue<>(timers, clock, figures.queue("ours"));

    @AfterEach
    void end() {
        queue.close();
        timers.shutdownNow();
    }

    @Test
    void keysComeInTheOrderInWhichTheyWereAdded() throws Exception {
        queue.add("b");
        queue.add("a");
        assertThat(List.of(take(), take())).containsExactly("b", "a");
    }

    @Test
    void whatGoesThroughIsCounted() throws Exception {
        figures.follow("ours", queue);
        queue.add("a");
        queue.add("a");
        queue.add("b");
        String taken = take();
        Map<String, Double> meanwhile = told();
        assertThat(meanwhile)
                .containsEntry("workqueue_adds_total[ours]", 2.0)
                .containsEntry("workqueue_depth[ours]", 1.0)
                .containsEntry("workqueue_queue_duration_seconds[ours]", 1.0)
                .doesNotContainKey("workqueue_work_duration_seconds[ours]");
        assertThat(meanwhile.get("workqueue_unfinished_work_seconds[ours]")).isPositive();
        assertThat(meanwhile.get("workqueue_longest_running_processor_seconds[ours]")).isPositive();
        queue.retry(taken);
        queue.done(taken);
        assertThat(told())
                .containsEntry("workqueue_retries_total[ours]", 1.0)
                .containsEntry("workqueue_work_duration_seconds[ours]", 1.0)
                .containsEntry("workqueue_unfinished_work_seconds[ours]", 0.0);
    }

    private Map<String, Double> told() {
        Map<String, Double> values = new HashMap<>();
        figures.tell(new Sink() {
            @Override
            public void value(Family family, double value, String... labels) {
                values.put(family.name() + List.of(labels), value);
            }

            @Override
            public void distribution(Family family, Distribution distribution, String... labels) {
                double count = IntStream.rangeClosed(0, family.bounds().size()).mapToLong(distribution::in).sum();
                values.put(family.name() + List.of(labels), count);
            }
        });
        return values;
    }

    @Test
    void aKeyThatWaitsIsHeldOnce() throws Exception {
        queue.add("a");
        queue.add("a");
        assertThat(queue.size()).isEqualTo(1);
        take();
        assertThat(queue.size()).isZero();
    }

    @Test
    void aKeyThatIsLookedAtIsNotHandedOutAgainUntilItIsDone() throws Exception {
        queue.add("a");
        take();
        queue.add("a");
        queue.add("a");
        assertThat(queue.size()).isZero();
        queue.done("a");
        assertThat(take()).isEqualTo("a");
        queue.done("a");
        assertThat(queue.size()).isZero();
    }

    @Test
    void aKeyThatWasNotAddedMeanwhileIsDoneWith() throws Exception {
        queue.add("a");
        queue.done(take());
        assertThat(queue.size()).isZero();
    }

    @Test
    void ofTwoDelaysTheEarlierCounts() throws Exception {
        queue.addAfter("a", Duration.ofHours(2));
        queue.addAfter("a", Duration.ofMillis(1));
        queue.addAfter("a", Duration.ofHours(1));
        assertThat(take()).isEqualTo("a");
        assertThat(queue.waiting()).isLessThanOrEqualTo(1);
    }

    @Test
    void aThousandDelaysOfOneKeyHoldOneTimer() {
        for (int i = 0; i < 1000; i++) {
            queue.addAfter("a", Duration.ofHours(1 + i));
        }
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void aDelayThatIsOverIsNoDelay() {
        queue.addAfter("a", Duration.ZERO);
        queue.addAfter("b", Duration.ofSeconds(-1));
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void aFailedKeyComesBack() throws Exception {
        queue.retry("a");
        assertThat(take()).isEqualTo("a");
    }

    @Test
    void closingEndsEveryWaitAndTakesNothingMore() throws Exception {
        List<CompletableFuture<Boolean>> workers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            workers.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return queue.take().isEmpty();
                        } catch (InterruptedException e) {
                            return false;
                        }
                    },
                    task -> Thread.ofVirtual().start(task)));
        }
        queue.addAfter("later", Duration.ofHours(1));
        queue.close();
        for (CompletableFuture<Boolean> worker : workers) {
            assertThat(worker.get(10, TimeUnit.SECONDS)).isTrue();
        }
        queue.add("a");
        queue.addAfter("a", Duration.ofHours(1));
        assertThat(queue.size()).isZero();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void timersThatHaveEndedCloseTheQueue() throws Exception {
        timers.shutdownNow();
        queue.addAfter("a", Duration.ofSeconds(1));
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void eachKeyIsWithOneWorkerAtATime() {
        var working = new java.util.concurrent.ConcurrentHashMap<String, Boolean>();
        var overlaps = new java.util.concurrent.atomic.AtomicInteger();
        var handedOut = new java.util.concurrent.atomic.AtomicInteger();
        for (int i = 0; i < 4; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    for (var key = queue.take(); key.isPresent(); key = queue.take()) {
                        if (working.putIfAbsent(key.get(), true) != null) {
                            overlaps.incrementAndGet();
                        }
                        Thread.yield();
                        working.remove(key.get());
                        handedOut.incrementAndGet();
                        queue.done(key.get());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        for (int i = 0; i < 10_000; i++) {
            queue.add("key-" + i % 7);
        }
        Awaitility.await().until(() -> queue.size() == 0 && working.isEmpty());
        assertThat(overlaps).hasValue(0);
        assertThat(handedOut.get()).isBetween(7, 10_000);
    }

    private String take() throws InterruptedException {
        return queue.take().orElseThrow();
    }
}
