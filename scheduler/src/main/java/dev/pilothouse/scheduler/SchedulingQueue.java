package dev.pilothouse.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Pods that wait for a node. *Active* ones are tried next, the most important first; those in *backoff* have failed a
/// moment ago; *unschedulable* ones wait for something to change that could help them. Belongs to the scheduling thread.
///
/// A pod that was taken stays with its taker until he binds it, parks it or asks for a retry: nobody gets it meanwhile.
final class SchedulingQueue {
    private static final Duration BACKOFF_FIRST = Duration.ofSeconds(1);
    private static final Duration BACKOFF_LAST = Duration.ofSeconds(10);

    /// As figures name queues, and what brings pods into one.
    private static final String ACTIVE = "active";

    private static final String FAILURE = "ScheduleAttemptFailure";

    /// Whatever happens or not, a pod is tried again after this long.
    private static final Duration FLUSH = Duration.ofMinutes(5);

    private final PriorityQueue<Waiting> active = new PriorityQueue<>(Comparator.<Waiting>comparingLong(w -> -w.priority)
            .thenComparing(w -> w.since)
            .thenComparing(w -> w.pod.key()));
    private final PriorityQueue<Waiting> backoff = new PriorityQueue<>(Comparator.comparing(w -> w.until));
    private final Map<String, Waiting> unschedulable = new HashMap<>();
    private final Map<String, Waiting> all = new HashMap<>();
    private final Map<String, Set<String>> cures;
    private final String profile;
    private final SchedulerFigures figures;

    /// @param cures by the name of a plugin: the kinds whose changes may end its refusals
    ///
    /// @param profile whose queue it is
    SchedulingQueue(Map<String, Set<String>> cures, String profile, SchedulerFigures figures) {
        this.profile = profile;
        this.figures = figures;
        this.cures = Map.copyOf(cures);
    }

    private enum Place {
        ACTIVE,
        BACKOFF,
        UNSCHEDULABLE,
        TAKEN
    }

    private static final class Waiting {
        private PodState pod;
        private final long priority;
        private final Instant since;
        private int attempts;
        private Instant until = Instant.EPOCH;
        private Set<String> refusedBy = Set.of();
        private Place place = Place.ACTIVE;
        /// Whether the pod itself changed since it was taken, and what else did.
        private boolean changedMeanwhile;

        private final Set<String> meanwhile = new HashSet<>();

        Waiting(PodState pod, Instant since) {
            this.pod = pod;
            this.priority = pod.spec().number("priority");
            this.since = since;
        }
    }

    /// A new pod, or a new version of one that waits.
    void put(PodState pod, Instant now) {
        Waiting known = all.get(pod.uid());
        if (known == null) {
            Waiting waiting = new Waiting(pod, now);
            all.put(pod.uid(), waiting);
            active.add(waiting);
            figures.came("UnscheduledPodAdd", ACTIVE);
            return;
        }
        boolean specChanged = !known.pod.spec().equals(pod.spec())
                || !known.pod.labels().equals(pod.labels());
        known.pod = pod;
        known.changedMeanwhile |= specChanged;
        if (specChanged && known.place == Place.UNSCHEDULABLE) {
            unschedulable.remove(pod.uid());
            leave(known, "UnscheduledPodUpdate");
        }
    }

    void remove(String uid) {
        Waiting known = all.remove(uid);
        if (known != null) {
            active.remove(known);
            backoff.remove(known);
            if (unschedulable.remove(uid) != null) {
                figures.letGo(known.refusedBy, profile);
            }
        }
    }

    /// The next pod to try.
    Optional<PodState> take(Instant now) {
        while (!backoff.isEmpty() && !backoff.peek().until.isAfter(now)) {
            activate(backoff.remove(), "BackoffComplete");
        }
        Waiting next = active.poll();
        if (next == null) {
            return Optional.empty();
        }
        next.place = Place.TAKEN;
        next.changedMeanwhile = false;
        next.meanwhile.clear();
        next.attempts++;
        return Optional.of(next.pod);
    }

    /// The pod fits nowhere: it waits for a cure, unless one has come since it was taken.
    void park(String uid, Set<String> refusedBy, Instant now) {
        Waiting waiting = all.get(uid);
        if (waiting == null) {
            return;
        }
        waiting.refusedBy = refusedBy;
        if (waiting.changedMeanwhile || waiting.meanwhile.stream().anyMatch(kind -> isCured(waiting, kind))) {
            activate(waiting, FAILURE);
            return;
        }
        waiting.place = Place.UNSCHEDULABLE;
        waiting.until = now.plus(FLUSH);
        unschedulable.put(uid, waiting);
        figures.came(FAILURE, "unschedulable");
        figures.kept(refusedBy, profile);
    }

    /// Binding failed: the pod is tried again soon. False when it no longer waits.
    boolean retry(String uid, Instant now) {
        Waiting waiting = all.get(uid);
        if (waiting == null) {
            return false;
        }
        delay(waiting, now);
        return true;
    }

    private void delay(Waiting waiting, Instant now) {
        waiting.place = Place.BACKOFF;
        long factor = 1L << Math.min(waiting.attempts - 1, 10);
        Duration pause = BACKOFF_FIRST.multipliedBy(factor);
        waiting.until = now.plus(pause.compareTo(BACKOFF_LAST) > 0 ? BACKOFF_LAST : pause);
        backoff.add(waiting);
        figures.came(FAILURE, "backoff");
    }

    private void activate(Waiting waiting, String event) {
        waiting.place = Place.ACTIVE;
        active.add(waiting);
        figures.came(event, ACTIVE);
    }

    /// A pod that fitted nowhere is tried again.
    private void leave(Waiting waiting, String event) {
        figures.letGo(waiting.refusedBy, profile);
        activate(waiting, event);
    }

    /// Objects of the kind changed, which may help pods that some plugins refused: they are tried at once.
    void wake(String kind) {
        for (Iterator<Waiting> each = unschedulable.values().iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (isCured(waiting, kind)) {
                each.remove();
                leave(waiting, kind);
            }
        }
        for (Waiting waiting : all.values()) {
            if (waiting.place == Place.TAKEN) {
                waiting.meanwhile.add(kind);
            }
        }
    }

    private boolean isCured(Waiting waiting, String kind) {
        return waiting.refusedBy.stream().anyMatch(plugin -> cures.getOrDefault(plugin, Set.of()).contains(kind));
    }

    /// Tries again what has waited longest without a cure.
    void flush(Instant now) {
        for (Iterator<Waiting> each = unschedulable.values().iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (!waiting.until.isAfter(now)) {
                each.remove();
                leave(waiting, "UnschedulableTimeout");
            }
        }
    }

    /// The attempt that begins with a pod that was just taken.
    SchedulerFigures.Attempt attempt(PodState pod, Instant now) {
        Waiting known = all.get(pod.uid());
        return known == null
                ? new SchedulerFigures.Attempt(profile, System.nanoTime(), 1, now)
                : new SchedulerFigures.Attempt(profile, System.nanoTime(), known.attempts, known.since);
    }

    /// Tells how many pods wait, beside what the cluster holds.
    void tell(int nodes, int pods) {
        figures.holds(
                profile, new SchedulerFigures.Sizes(active.size(), backoff.size(), unschedulable.size(), nodes, pods));
    }

    /// How long nothing will become due, at most the given time.
    Duration idle(Instant now, Duration most) {
        if (!active.isEmpty()) {
            return Duration.ZERO;
        }
        if (backoff.isEmpty()) {
            return most;
        }
        Duration left = Duration.between(now, backoff.peek().until);
        return left.isNegative() ? Duration.ZERO : left.compareTo(most) < 0 ? left : most;
    }
}
