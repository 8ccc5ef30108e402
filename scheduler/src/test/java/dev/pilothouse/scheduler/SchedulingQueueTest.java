package dev.pilothouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Sink;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchedulingQueueTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Stage stage = new Stage();
    private final SchedulerFigures figures = new SchedulerFigures();
    private final SchedulingQueue queue = new SchedulingQueue(
            Map.of("TaintToleration", Set.of("Node"), "NodeResourcesFit", Set.of("Node", "AssignedPod"), "NodeName", Set.of("Node")), "us", figures);
    private Instant now = START;

    private PodState put(String text) {
        PodState pod = stage.pod(text);
        queue.put(pod, now);
        return pod;
    }

    private Optional<String> take() {
        return queue.take(now).map(PodState::uid);
    }

    private void pass(long millis) {
        now = now.plusMillis(millis);
    }

    @Test
    void whatComesAndWhatKeepsItIsCounted() {
        PodState pod = put("{}");
        assertThat(take()).contains(pod.uid());
        SchedulerFigures.Attempt attempt = queue.attempt(pod, now);
        figures.decided(attempt);
        figures.foundNoNode(attempt);
        figures.preempted(new Decision.Nomination.Of("n", List.of(stage.pod("{}"), stage.pod("{}"))));
        queue.park(pod.uid(), Set.of("TaintToleration"), now);
        queue.tell(3, 4);
        assertThat(told())
                .containsEntry("scheduler_queue_incoming_pods_total[UnscheduledPodAdd, active]", 1.0)
                .containsEntry("scheduler_queue_incoming_pods_total[ScheduleAttemptFailure, unschedulable]", 1.0)
                .containsEntry("scheduler_unschedulable_pods[TaintToleration, us]", 1.0)
                .containsEntry("scheduler_pending_pods[unschedulable]", 1.0)
                .containsEntry("scheduler_cache_size[nodes]", 3.0)
                .containsEntry("scheduler_schedule_attempts_total[us, unschedulable]", 1.0)
                .containsEntry("scheduler_preemption_attempts_total[]", 1.0)
                .containsEntry("scheduler_preemption_victims[]", 1.0);
        queue.wake("Node");
        pass(1_500);
        assertThat(take()).contains(pod.uid());
        figures.bound(queue.attempt(pod, now), now);
        assertThat(told())
                .containsEntry("scheduler_unschedulable_pods[TaintToleration, us]", 0.0)
                .containsEntry("scheduler_queue_incoming_pods_total[Node, active]", 1.0)
                .containsEntry("scheduler_schedule_attempts_total[us, scheduled]", 1.0)
                .containsEntry("scheduler_pod_scheduling_sli_duration_seconds[2]", 1.0);
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
    void theMostImportantComeFirstThenTheOldest() {
        PodState early = put("{}");
        pass(1);
        PodState late = put("{}");
        PodState important = put("{spec: {priority: 10}}");
        PodState unimportant = put("{spec: {priority: -1}}");
        for (PodState expected : new PodState[] {important, early, late, unimportant}) {
            assertThat(take()).contains(expected.uid());
        }
        assertThat(take()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 8000", "5, 10000", "6, 10000", "40, 10000"})
    void eachFailureDoublesThePauseUpToTenSeconds(int attempts, long pause) {
        PodState pod = put("{}");
        for (int i = 1; i < attempts; i++) {
            assertThat(take()).contains(pod.uid());
            queue.retry(pod.uid(), now);
            pass(10_000);
        }
        assertThat(take()).contains(pod.uid());
        queue.retry(pod.uid(), now);
        assertThat(queue.idle(now, Duration.ofHours(1))).isEqualTo(Duration.ofMillis(pause));
        pass(pause - 1);
        assertThat(take()).isEmpty();
        pass(1);
        assertThat(take()).contains(pod.uid());
    }

    @Test
    void aPodThatFitsNowhereWaitsForACureOfWhatRefusedIt() {
        PodState pod = put("{}");
        take();
        queue.park(pod.uid(), Set.of("TaintToleration"), now);
        pass(60_000);
        queue.wake("AssignedPod");
        assertThat(take()).isEmpty();
        queue.wake("Node");
        assertThat(take()).contains(pod.uid());
    }

    @Test
    void aCureThatComesWhileThePodIsTriedIsNotMissed() {
        PodState pod = put("{}");
        take();
        queue.wake("AssignedPod");
        assertThat(take()).as("it is still with its taker").isEmpty();
        queue.park(pod.uid(), Set.of("NodeResourcesFit"), now);
        assertThat(take()).contains(pod.uid());
    }

    @Test
    void whatIsNoCureDoesntShortenAPodsWaitEvenWhileItIsTried() {
        PodState pod = put("{}");
        take();
        queue.wake("AssignedPod");
        queue.park(pod.uid(), Set.of("TaintToleration"), now);
        assertThat(take()).isEmpty();
    }

    @Test
    void aCureOfAnEarlierAttemptIsNoneOfTheNext() {
        PodState pod = put("{}");
        take();
        queue.wake("Node");
        queue.park(pod.uid(), Set.of("TaintToleration"), now);
        take();
        queue.park(pod.uid(), Set.of("TaintToleration"), now);
        assertThat(take()).isEmpty();
    }

    @Test
    void withoutAnyCureAPodIsTriedAgainAfterFiveMinutes() {
        PodState pod = put("{}");
        take();
        queue.park(pod.uid(), Set.of("NodeResourcesFit"), now);
        pass(299_999);
        queue.flush(now);
        assertThat(take()).isEmpty();
        pass(1);
        queue.flush(now);
        assertThat(take()).contains(pod.uid());
    }

    @Test
    void aChangeOfThePodItselfMayCureIt() {
        PodState pod = put("{}");
        take();
        queue.park(pod.uid(), Set.of("NodeAffinity"), now);
        queue.put(again(pod, "{}"), now);
        assertThat(take()).as("nothing changed that scheduling reads").isEmpty();
        queue.put(again(pod, "{nodeSelector: {a: b}}"), now);
        assertThat(take()).contains(pod.uid());
    }

    @Test
    void aChangeOfThePodWhileItIsTriedIsNotMissed() {
        PodState pod = put("{}");
        take();
        queue.put(again(pod, "{nodeSelector: {a: b}}"), now);
        queue.park(pod.uid(), Set.of("NodeAffinity"), now);
        assertThat(take()).contains(pod.uid());
    }

    private PodState again(PodState pod, String spec) {
        return new ClusterState().podState(pod.pod().with("spec", Stage.yaml(spec)));
    }

    @Test
    void aPodThatIsGoneIsNeverTried() {
        PodState active = put("{}");
        PodState delayed = put("{}");
        PodState parked = put("{}");
        for (int i = 0; i < 3; i++) {
            take();
        }
        queue.retry(delayed.uid(), now);
        queue.park(parked.uid(), Set.of("NodeName"), now);
        for (PodState pod : new PodState[] {active, delayed, parked}) {
            queue.remove(pod.uid());
            queue.retry(pod.uid(), now);
            queue.park(pod.uid(), Set.of("NodeName"), now);
        }
        queue.wake("Node");
        pass(600_000);
        queue.flush(now);
        assertThat(take()).isEmpty();
    }

    @Test
    void itIsIdleUntilTheNextPodIsDue() {
        Duration most = Duration.ofMinutes(1);
        assertThat(queue.idle(now, most)).isEqualTo(most);
        PodState pod = put("{}");
        assertThat(queue.idle(now, most)).isZero();
        take();
        assertThat(queue.idle(now, most)).isEqualTo(most);
        queue.retry(pod.uid(), now);
        pass(400);
        assertThat(queue.idle(now, most)).isEqualTo(Duration.ofMillis(600));
        pass(5_000);
        assertThat(queue.idle(now, most)).isZero();
    }
}
