package dev.pilothouse.controllers.job;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// How often each index of a Job has failed, where each has a limit of its own (`backoffLimitPerIndex`, KEP-3850). The
/// pods themselves carry the count: a failed one is held until the next of its index has taken it over.
///
/// @param lost indexes that have failed for good
/// @param last the failed pod of each index that waits for its next
record Retries(TreeSet<Integer> lost, Map<Integer, ObjectTree> last) {
    static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";

    /// The wait after a failure, doubled with each (`DefaultJobPodFailureBackOff`), and its most.
    private static final Duration BACKOFF = Duration.ofSeconds(10);

    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);

    static boolean areLimited(ObjectTree job) {
        return job.object("spec").has("backoffLimitPerIndex");
    }

    static Retries of(ObjectTree job, Collection<ObjectTree> pods, TreeSet<Integer> done) {
        TreeSet<Integer> lost = Indexes.parse(job.object("status").text("failedIndexes"));
        Map<Integer, ObjectTree> last = new TreeMap<>();
        if (!areLimited(job)) {
            return new Retries(lost, last);
        }
        FailurePolicy policy = FailurePolicy.of(job);
        long limit = job.object("spec").number("backoffLimitPerIndex");
        long completions = job.object("spec").number("completions");
        TreeSet<Integer> busy = new TreeSet<>();
        for (ObjectTree pod : pods) {
            Optional<Integer> index = Account.index(pod).filter(each -> each < completions);
            if (index.isEmpty()) {
                continue;
            }
            if (Pods.isActive(pod)) {
                busy.add(index.get());
            } else if (Account.isHeld(pod) && Account.hasFailed(pod, job)) {
                FailurePolicy.Judgement judgement = policy.judge(pod);
                boolean spent = !judgement.ignores() && failures(pod) >= limit;
                if (spent || judgement.action().equals("FailIndex")) {
                    lost.add(index.get());
                }
                last.merge(index.get(), pod, (a, b) -> attempts(b) >= attempts(a) ? b : a);
            }
        }
        if (Verdict.isAnnounced(job)) {
            last.clear();
        }
        last.keySet().removeAll(busy);
        last.keySet().removeAll(done);
        last.keySet().removeAll(lost);
        return new Retries(lost, last);
    }

    boolean holds(ObjectTree pod) {
        return last.values().stream().anyMatch(each -> ObjectMeta.uid(each).equals(ObjectMeta.uid(pod)));
    }

    /// How long the index has to wait for its next pod.
    Duration wait(int index, Instant now) {
        ObjectTree pod = last.get(index);
        return pod == null ? Duration.ZERO : Duration.between(now, Verdict.endOf(pod, now).plus(after(attempts(pod) + 1)));
    }

    /// The wait after so many failures in a row.
    static Duration after(long failures) {
        Duration wait = BACKOFF.multipliedBy(1L << Math.clamp(failures - 1, 0, 10));
        return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    }

    /// A new pod of the index with what it takes over from the one before.
    ObjectTree counted(ObjectTree pod, int index, FailurePolicy policy) {
        ObjectTree before = last.get(index);
        if (before == null) {
            return ObjectMeta.withAnnotation(pod, FAILURES, "0");
        }
        boolean ignored = policy.judge(before).ignores();
        long failures = failures(before) + (ignored ? 0 : 1);
        long ignoredFailures = number(before, IGNORED) + (ignored ? 1 : 0);
        ObjectTree counted = ObjectMeta.withAnnotation(pod, FAILURES, Long.toString(failures));
        return ignoredFailures > 0
                ? ObjectMeta.withAnnotation(counted, IGNORED, Long.toString(ignoredFailures))
                : counted;
    }

    private static long attempts(ObjectTree pod) {
        return failures(pod) + number(pod, IGNORED);
    }

    private static long failures(ObjectTree pod) {
        return number(pod, FAILURES);
    }

    private static long number(ObjectTree pod, String annotation) {
        try {
            return Long.parseLong(ObjectMeta.annotation(pod, annotation));
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
