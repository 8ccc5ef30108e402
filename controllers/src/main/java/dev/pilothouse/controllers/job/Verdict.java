package dev.pilothouse.controllers.job;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.controllers.pods.Conditions;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a Job ends. It is announced first (`FailureTarget`, `SuccessCriteriaMet`) and holds when all pods have ended.
public record Verdict(boolean failed, String reason, String message) {
    private static final Verdict REACHED =
            new Verdict(false, "CompletionsReached", "Reached expected number of succeeded pods");
    private static final Verdict BACKOFF =
            new Verdict(true, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
    private static final Verdict DEADLINE =
            new Verdict(true, "DeadlineExceeded", "Job was active longer than specified deadline");

    private static final Verdict TOO_MANY_INDEXES = new Verdict(
            true, "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
    private static final Verdict INDEXES = new Verdict(true, "FailedIndexes", "Job has failed indexes");

    static boolean isFinished(ObjectTree job) {
        return finish(job).isPresent();
    }

    /// The condition that says how the Job has ended.
    public static Optional<ObjectTree> finish(ObjectTree job) {
        return Stream.of("Complete", "Failed")
                .filter(type -> isTrue(job, type))
                .map(type -> Conditions.of(job.object("status").list("conditions"), type))
                .findFirst();
    }

    /// Whether the Job only waits for its pods to end.
    static boolean isAnnounced(ObjectTree job) {
        return isTrue(job, "FailureTarget") || isTrue(job, "SuccessCriteriaMet");
    }

    private static boolean isTrue(ObjectTree job, String type) {
        return Conditions.of(job.object("status").list("conditions"), type)
                .text("status")
                .equals("True");
    }

    static Optional<Verdict> of(
            ObjectTree job, ObjectTree status, Account account, List<ObjectTree> pods, Instant now) {
        for (String announced : List.of("FailureTarget", "SuccessCriteriaMet")) {
            if (isTrue(job, announced)) {
                ObjectTree condition = Conditions.of(status.list("conditions"), announced);
                return Optional.of(new Verdict(
                        announced.equals("FailureTarget"), condition.text("reason"), condition.text("message")));
            }
        }
        ObjectTree spec = job.object("spec");
        List<ObjectTree> active = pods.stream().filter(Pods::isActive).toList();
        Optional<String> ruled = FailurePolicy.of(job).failure(pods);
        if (ruled.isPresent()) {
            return Optional.of(new Verdict(true, "PodFailurePolicy", ruled.get()));
        }
        if (account.allFailed() > spec.number("backoffLimit") || isRestarting(spec, active)) {
            return Optional.of(BACKOFF);
        }
        if (isLate(spec, status, now)) {
            return Optional.of(DEADLINE);
        }
        if (Retries.areLimited(job)) {
            int lost = account.retries().lost().size();
            if (spec.has("maxFailedIndexes") && lost > spec.number("maxFailedIndexes")) {
                return Optional.of(TOO_MANY_INDEXES);
            }
            if (lost > 0 && lost + account.done().size() >= spec.number("completions")) {
                return Optional.of(INDEXES);
            }
        }
        Optional<String> enough = SuccessPolicy.met(job, account.done());
        if (enough.isPresent()) {
            return Optional.of(new Verdict(false, "SuccessPolicy", enough.get()));
        }
        boolean whole = spec.get("completions").isNull()
                ? account.allSucceeded() > 0 && active.isEmpty()
                : account.allSucceeded() >= spec.number("completions");
        return whole && !spec.bool("suspend") ? Optional.of(REACHED) : Optional.empty();
    }

    /// Whether containers that start again in their pods have done so too often.
    private static boolean isRestarting(ObjectTree spec, List<ObjectTree> active) {
        if (!spec.object("template").object("spec").text("restartPolicy").equals("OnFailure")) {
            return false;
        }
        long restarts = 0;
        for (ObjectTree pod : active) {
            for (String list : List.of("initContainerStatuses", "containerStatuses")) {
                for (ObjectTree container : pod.object("status").list(list).objects()) {
                    restarts += container.number("restartCount");
                }
            }
        }
        long limit = spec.number("backoffLimit");
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    private static boolean isLate(ObjectTree spec, ObjectTree status, Instant now) {
        return !spec.bool("suspend")
                && !spec.get("activeDeadlineSeconds").isNull()
                && Timestamps.parse(status.text("startTime"))
                        .filter(start -> !start.plusSeconds(spec.number("activeDeadlineSeconds")).isAfter(now))
                        .isPresent();
    }

    /// When the last container ended.
    static Instant endOf(ObjectTree pod, Instant now) {
        Instant last = Instant.EPOCH;
        for (ObjectTree container : pod.object("status").list("containerStatuses").objects()) {
            String end = container.object("state").object("terminated").text("finishedAt");
            Instant at = Timestamps.parse(end).orElse(Instant.EPOCH);
            last = at.isAfter(last) ? at : last;
        }
        return last.equals(Instant.EPOCH) ? now : last;
    }

    /// The status with the verdict announced and, at the end, in force.
    ObjectTree written(ObjectTree status, boolean ends, Instant now) {
        String target = failed ? "FailureTarget" : "SuccessCriteriaMet";
        ObjectTree written = condition(status, target, "True", reason, message, now);
        if (!ends) {
            return written;
        }
        written = condition(written, failed ? "Failed" : "Complete", "True", reason, message, now)
                .without("uncountedTerminatedPods");
        return failed ? written : written.with("completionTime", Timestamps.seconds(now));
    }

    static ObjectTree condition(
            ObjectTree status, String type, String value, String reason, String message, Instant now) {
        ListTree conditions = status.list("conditions");
        if (Conditions.of(conditions, type).text("status").equals(value)) {
            return status;
        }
        List<Tree> all = new ArrayList<>(Conditions.without(conditions, type));
        all.add(ObjectTree.builder()
                .put("type", type)
                .put("status", value)
                .put("lastProbeTime", Timestamps.seconds(now))
                .put("lastTransitionTime", Timestamps.seconds(now))
                .put("reason", reason)
                .put("message", message)
                .build());
        return status.with("conditions", ListTree.of(all));
    }
}
