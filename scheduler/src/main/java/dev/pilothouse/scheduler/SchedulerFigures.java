package dev.pilothouse.scheduler;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the schedulers of a process count. Safe for use by many threads.
public final class SchedulerFigures implements Source {
    private static final double NANOS = 1e9;

    /// Attempts that are told apart; of more it is only said that they are more, as upstream does.
    private static final int TOLD_APART = 15;

    private final Series<LongAdder> attempts = Series.counts(SchedulerFamilies.ATTEMPTS);
    private final Series<Distribution> durations = Series.distributions(SchedulerFamilies.ATTEMPT_DURATION);
    private final Series<Distribution> decisions = Series.distributions(SchedulerFamilies.ALGORITHM_DURATION);
    private final Series<Distribution> podAttempts = Series.distributions(SchedulerFamilies.POD_ATTEMPTS);
    private final Series<Distribution> podDurations = Series.distributions(SchedulerFamilies.POD_DURATION);
    private final Series<LongAdder> incoming = Series.counts(SchedulerFamilies.INCOMING);
    private final Series<LongAdder> preemptions = Series.counts(SchedulerFamilies.PREEMPTIONS);
    private final Series<Distribution> victims = Series.distributions(SchedulerFamilies.VICTIMS);
    private final Series<LongAdder> unschedulable = Series.counts(SchedulerFamilies.UNSCHEDULABLE);
    /// By profile.
    private final Map<String, Sizes> sizes = new ConcurrentHashMap<>();

    /// Nothing was scheduled yet.
    public SchedulerFigures() {}

    /// How much the scheduling thread holds.
    record Sizes(int active, int backoff, int unschedulable, int nodes, int pods) {}

    /// One attempt.
    ///
    /// @param began in [System#nanoTime]
    /// @param number of the attempt, from 1
    /// @param since when the pod came
    record Attempt(String profile, long began, int number, Instant since) {}

    void decided(Attempt attempt) {
        decisions.of().see(seconds(attempt));
    }

    void bound(Attempt attempt, Instant now) {
        ended(attempt, "scheduled");
        podAttempts.of().see(attempt.number());
        String label = attempt.number() > TOLD_APART ? TOLD_APART + "+" : Integer.toString(attempt.number());
        podDurations.of(label).see(Duration.between(attempt.since(), now).toNanos() / NANOS);
    }

    void foundNoNode(Attempt attempt) {
        ended(attempt, "unschedulable");
    }

    void failed(Attempt attempt) {
        ended(attempt, "error");
    }

    private void ended(Attempt attempt, String result) {
        attempts.of(attempt.profile(), result).increment();
        durations.of(attempt.profile(), result).see(seconds(attempt));
    }

    private static double seconds(Attempt attempt) {
        return (System.nanoTime() - attempt.began()) / NANOS;
    }

    void preempted(Decision.Nomination nomination) {
        switch (nomination) {
            case Decision.Nomination.Of(String _, List<PodState> gone) -> {
                preemptions.of().increment();
                victims.of().see(gone.size());
            }
            case Decision.Nomination.None() -> preemptions.of().increment();
            case Decision.Nomination.Kept() -> {}
        }
    }

    void came(String event, String queue) {
        incoming.of(event, queue).increment();
    }

    void kept(Set<String> plugins, String profile) {
        plugins.forEach(plugin -> unschedulable.of(plugin, profile).increment());
    }

    void letGo(Set<String> plugins, String profile) {
        plugins.forEach(plugin -> unschedulable.of(plugin, profile).decrement());
    }

    void holds(String profile, Sizes now) {
        sizes.put(profile, now);
    }

    @Override
    public void tell(Sink sink) {
        List.of(attempts, durations, decisions, podAttempts, podDurations, incoming, preemptions, victims, unschedulable)
                .forEach(series -> series.tell(sink));
        List<Sizes> all = List.copyOf(sizes.values());
        if (all.isEmpty()) {
            return;
        }
        sink.value(SchedulerFamilies.PENDING, all.stream().mapToInt(Sizes::active).sum(), "active");
        sink.value(SchedulerFamilies.PENDING, all.stream().mapToInt(Sizes::backoff).sum(), "backoff");
        sink.value(SchedulerFamilies.PENDING, all.stream().mapToInt(Sizes::unschedulable).sum(), "unschedulable");
        // Schedulers of several profiles count the same cluster.
        sink.value(SchedulerFamilies.CACHE_SIZE, all.stream().mapToInt(Sizes::nodes).max().orElse(0), "nodes");
        sink.value(SchedulerFamilies.CACHE_SIZE, all.stream().mapToInt(Sizes::pods).max().orElse(0), "pods");
    }
}
