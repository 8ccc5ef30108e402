package dev.pilothouse.controllers.job;

import dev.pilothouse.api.batch.v1.Job;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Claim;
import dev.pilothouse.controllers.pods.Conditions;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs as many pods to their end as a Job asks for.
public final class JobController implements Controller {
    private static final String JOB_NAME = "batch.kubernetes.io/job-name";

    @Override
    public String name() {
        return "job-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Job.RESOURCE)
                .owns(Pod.RESOURCE, "Job")
                .and(Pod.RESOURCE, (pod, world) -> Claim.adopters(Job.RESOURCE, pod, world))
                .and(Pod.RESOURCE, (pod, _) -> Account.isHeld(pod) ? List.of(jobOf(pod)) : List.of());
    }

    private static Key jobOf(ObjectTree pod) {
        return new Key(ObjectMeta.namespace(pod), ObjectMeta.label(pod, JOB_NAME));
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(Job.RESOURCE, key);
        releaseStrangers(key, found.map(ObjectMeta::uid).orElse(""), world);
        String manager = found.map(job -> job.object("spec").text("managedBy")).orElse("");
        if (found.isEmpty() || !manager.isEmpty() && !manager.equals("kubernetes.io/job-controller")) {
            return Next.whenChanged();
        }
        ObjectTree job = found.get();
        if (Verdict.isFinished(job) || ObjectMeta.isBeingDeleted(job)) {
            JobPods.release(world.ownedBy(Pod.RESOURCE, ObjectMeta.uid(job)), world);
            return Next.whenChanged();
        }
        return keep(job, Claim.of(job, Job.RESOURCE).of(Pod.RESOURCE, world), world);
    }

    /// Pods of a Job that is gone, or of an earlier one of the same name, are kept by nobody.
    private static void releaseStrangers(Key key, String uid, World world) {
        List<ObjectTree> strangers = new ArrayList<>();
        for (ObjectTree pod : world.in(Pod.RESOURCE, key.namespace())) {
            boolean own = OwnerReferences.controllerOf(pod)
                    .filter(owner -> owner.text("uid").equals(uid))
                    .isPresent();
            if (Account.isHeld(pod) && !own && jobOf(pod).equals(key)) {
                strangers.add(pod);
            }
        }
        JobPods.release(strangers, world);
    }

    private static Next keep(ObjectTree job, List<ObjectTree> pods, World world) {
        ObjectTree spec = job.object("spec");
        Instant now = world.now();
        boolean suspended = spec.bool("suspend");
        Account account = Account.of(job, pods);
        List<ObjectTree> active = pods.stream().filter(Pods::isActive).toList();
        long terminating = pods.stream().filter(Pods::isTerminating).count();
        ObjectTree status = started(job, suspended, now);
        Optional<Verdict> verdict = Verdict.of(job, status, account, pods, now);
        JobPods hands = new JobPods(job, world);
        Next next = Next.whenChanged();
        Optional<ApiError> refused = Optional.empty();
        long ready = active.stream().filter(Pods::isReady).count();
        long running = active.size();
        if (verdict.isPresent() || suspended) {
            hands.delete(active.size(), active);
            running = 0;
            ready = 0;
            terminating += active.size();
        } else {
            long wanted = wanted(spec, account, active.size());
            long held = spec.text("podReplacementPolicy").equals("Failed") ? terminating : 0;
            Duration wait = Retries.areLimited(job) ? Duration.ZERO : backoff(pods, account, now);
            if (active.size() > wanted) {
                hands.delete(active.size() - wanted, active);
                running = wanted;
            } else if (active.size() + held < wanted && wait.isPositive()) {
                next = Next.after(wait);
            } else if (active.size() + held < wanted) {
                JobPods.Made made = hands.create(wanted - active.size() - held, active, account);
                running += made.count();
                refused = made.failure();
                next = made.pause().map(Next::after).orElse(next);
            }
        }
        status = counted(status, account, job, running, ready, terminating);
        boolean ends = verdict.isPresent() && account.isSettled() && terminating == 0;
        if (verdict.isPresent()) {
            status = verdict.get().written(status, ends, now);
        }
        if (!status.equals(job.object("status"))) {
            world.updateStatus(Job.RESOURCE, job.with("status", status));
        }
        tell(job, status, verdict.filter(_ -> ends), world);
        JobPods.release(pods.stream().filter(account::hasNoted).toList(), world);
        if (refused.isPresent()) {
            throw refused.get();
        }
        return next.after().isPresent() ? next : deadline(spec, status, now);
    }

    /// The status with its beginning, or the pause before it.
    private static ObjectTree started(ObjectTree job, boolean suspended, Instant now) {
        ObjectTree status = job.object("status");
        boolean paused = Conditions.of(status.list("conditions"), "Suspended").text("status").equals("True");
        if (suspended && !paused) {
            return Verdict.condition(status.without("startTime"), "Suspended", "True", "JobSuspended", "Job suspended", now);
        }
        if (!suspended && paused) {
            return Verdict.condition(status, "Suspended", "False", "JobResumed", "Job resumed", now)
                    .with("startTime", Timestamps.seconds(now));
        }
        return suspended || status.has("startTime") ? status : status.with("startTime", Timestamps.seconds(now));
    }

    private static long wanted(ObjectTree spec, Account account, long active) {
        long parallelism = spec.number("parallelism");
        if (spec.get("completions").isNull()) {
            return account.allSucceeded() > 0 ? Math.min(active, parallelism) : parallelism;
        }
        long left = spec.number("completions")
                - account.allSucceeded()
                - account.retries().lost().size();
        return Math.max(0, Math.min(parallelism, left));
    }

    /// How long to wait for the next pod after the failures since the last success.
    private static Duration backoff(List<ObjectTree> pods, Account account, Instant now) {
        Instant success = Instant.EPOCH;
        for (ObjectTree pod : pods) {
            Instant end = Verdict.endOf(pod, now);
            success = Pods.phase(pod).equals("Succeeded") && end.isAfter(success) ? end : success;
        }
        Instant last = Instant.EPOCH;
        int failures = 0;
        for (ObjectTree pod : pods) {
            Instant end = Verdict.endOf(pod, now);
            if (Pods.phase(pod).equals("Failed") && end.isAfter(success)) {
                failures++;
                last = end.isAfter(last) ? end : last;
            }
        }
        if (failures == 0 || account.allFailed() == 0) {
            return Duration.ZERO;
        }
        return Duration.between(now, last.plus(Retries.after(failures)));
    }

    private static ObjectTree counted(
            ObjectTree status,
            Account account,
            ObjectTree job,
            long active,
            long ready,
            long terminating) {
        boolean indexed = job.object("spec").text("completionMode").equals("Indexed");
        boolean limited = Retries.areLimited(job);
        ObjectTree counted = status.with("ready", ready).with("terminating", terminating);
        counted = active > 0 ? counted.with("active", active) : counted.without("active");
        if (account.succeeded() > 0) {
            counted = counted.with("succeeded", account.succeeded());
        }
        if (account.failed() > 0) {
            counted = counted.with("failed", account.failed());
        }
        if (indexed && !account.done().isEmpty()) {
            counted = counted.with("completedIndexes", Indexes.print(account.done()));
        }
        if (limited) {
            counted = counted.with("failedIndexes", Indexes.print(account.retries().lost()));
        }
        return counted.with("uncountedTerminatedPods", account.noted());
    }

    private static void tell(ObjectTree job, ObjectTree status, Optional<Verdict> ended, World world) {
        ListTree before = job.object("status").list("conditions");
        ObjectTree pause = Conditions.of(status.list("conditions"), "Suspended");
        Tree was = Conditions.of(before, "Suspended").get("status");
        if (!pause.isEmpty() && !pause.get("status").equals(was)) {
            boolean resumed = pause.text("status").equals("False");
            world.event(job, "Normal", resumed ? "Resumed" : "Suspended", pause.text("message"));
        }
        ended.ifPresent(verdict -> world.event(
                job,
                verdict.failed() ? "Warning" : "Normal",
                verdict.failed() ? verdict.reason() : "Completed",
                verdict.failed() ? verdict.message() : "Job completed"));
    }

    private static Next deadline(ObjectTree spec, ObjectTree status, Instant now) {
        if (spec.get("activeDeadlineSeconds").isNull() || spec.bool("suspend")) {
            return Next.whenChanged();
        }
        Instant end = Timestamps.parse(status.text("startTime"))
                .orElse(now)
                .plusSeconds(spec.number("activeDeadlineSeconds"));
        Duration left = Duration.between(now, end);
        return left.isPositive() ? Next.after(left) : Next.whenChanged();
    }
}
