package dev.pilothouse.scheduler;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.gauge;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;
import java.util.stream.IntStream;

/// The families of scheduling. Times of single plugins aren't taken: they would cost more than most of them do.
public final class SchedulerFamilies {
    static final Family ATTEMPTS = counter(
                    "scheduler_schedule_attempts_total", "Attempts to give a pod a node, by how they went.", "profile", "result")
            .stable();
    static final Family ATTEMPT_DURATION = histogram(
                    "scheduler_scheduling_attempt_duration_seconds",
                    "How long attempts took, with the binding, in seconds.",
                    doubling(0.001, 15),
                    "profile", "result")
            .stable();
    static final Family ALGORITHM_DURATION = histogram(
            "scheduler_scheduling_algorithm_duration_seconds", "How long decisions took, in seconds.", doubling(0.001, 15));
    static final Family POD_ATTEMPTS = histogram(
                    "scheduler_pod_scheduling_attempts", "How many attempts pods took until they had a node.", doubling(1, 5))
            .stable();
    static final Family POD_DURATION = histogram(
                    "scheduler_pod_scheduling_sli_duration_seconds",
                    "How long pods waited until they had a node, by the number of attempts, in seconds.",
                    doubling(0.01, 20),
                    "attempts")
            .beta();
    static final Family PENDING = gauge("scheduler_pending_pods", "Pods that wait, by what for.", "queue").stable();
    static final Family INCOMING = counter(
                    "scheduler_queue_incoming_pods_total",
                    "Pods that came into a queue, by what brought them there.",
                    "event", "queue")
            .stable();
    static final Family PREEMPTIONS =
            counter("scheduler_preemption_attempts_total", "How often less important pods were looked for.").stable();
    static final Family VICTIMS = histogram(
                    "scheduler_preemption_victims", "How many pods had to go for another one.", doubling(1, 7))
            .stable();
    static final Family CACHE_SIZE = gauge("scheduler_cache_size", "Nodes and pods that the scheduler counts.", "type");
    static final Family UNSCHEDULABLE = gauge(
            "scheduler_unschedulable_pods", "Pods that a plugin keeps from having a node.", "plugin", "profile");

    private SchedulerFamilies() {}

    private static double[] doubling(double first, int count) {
        return IntStream.range(0, count).mapToDouble(step -> first * (1 << step)).toArray();
    }

    public static List<Family> all() {
        return List.of(
                ATTEMPTS, ATTEMPT_DURATION, ALGORITHM_DURATION, POD_ATTEMPTS, POD_DURATION, PENDING, INCOMING, PREEMPTIONS, VICTIMS,
                CACHE_SIZE, UNSCHEDULABLE);
    }
}
