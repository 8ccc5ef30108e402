package dev.pilothouse.controllers.cronjob;

import dev.pilothouse.api.batch.v1.Job;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.job.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The Jobs that a CronJob has made, and what its status tells of them.
record Runs(ObjectTree cron, List<ObjectTree> jobs, World world) {

    /// The status brought up to date with how the Jobs are.
    ObjectTree observed() {
        ObjectTree status = cron.object("status");
        List<Tree> active = new ArrayList<>(status.list("active").stream().toList());
        Instant success = Timestamps.parse(status.text("lastSuccessfulTime")).orElse(Instant.MIN);
        for (ObjectTree job : jobs) {
            boolean listed = active.stream().anyMatch(each -> isOf(each, job));
            Optional<ObjectTree> finish = Verdict.finish(job);
            if (!listed && finish.isEmpty()) {
                tell("Warning", "UnexpectedJob", "Saw a job that the controller did not create or forgot: " + name(job));
            } else if (listed && finish.isPresent()) {
                active.removeIf(each -> isOf(each, job));
                tell("Normal", "SawCompletedJob", "Saw completed job: " + name(job) + ", condition: "
                        + finish.get().text("type"));
            }
            Optional<Instant> completed = Timestamps.parse(job.object("status").text("completionTime"))
                    .filter(_ -> finish.filter(how -> how.text("type").equals("Complete")).isPresent());
            success = completed.filter(success::isBefore).orElse(success);
        }
        active.removeIf(each -> isMissing(each.asObject()));
        ObjectTree observed = active.isEmpty() ? status.without("active") : status.with("active", ListTree.of(active));
        return success.equals(Instant.MIN) ? observed : observed.with("lastSuccessfulTime", Timestamps.seconds(success));
    }

    private boolean isMissing(ObjectTree reference) {
        boolean there = jobs.stream().anyMatch(job -> isOf(reference, job))
                || world.client()
                        .find(Job.RESOURCE, new Key(ObjectMeta.namespace(cron), reference.text("name")))
                        .isPresent();
        if (!there) {
            tell("Normal", "MissingJob", "Active job went missing: " + reference.text("name"));
        }
        return !there;
    }

    private static boolean isOf(Tree reference, ObjectTree job) {
        return reference.asObject().text("uid").equals(ObjectMeta.uid(job));
    }

    /// Deletes the oldest of those that have ended, as far as the CronJob keeps no more of them.
    void forgetOldest() {
        forget("Complete", "successfulJobsHistoryLimit");
        forget("Failed", "failedJobsHistoryLimit");
    }

    private void forget(String type, String limit) {
        ObjectTree spec = cron.object("spec");
        if (!spec.has(limit)) {
            return;
        }
        List<ObjectTree> ended = jobs.stream()
                .filter(job -> Verdict.finish(job)
                        .filter(how -> how.text("type").equals(type))
                        .isPresent())
                .sorted(Comparator.<ObjectTree, String>comparing(
                                job -> job.object("status").text("startTime"))
                        .thenComparing(ObjectMeta::name))
                .toList();
        ended.subList(0, (int) Math.max(0, ended.size() - spec.number(limit))).forEach(this::delete);
    }

    void delete(ObjectTree job) {
        world.delete(
                Job.RESOURCE,
                Key.of(job),
                new Client.Deletion(Optional.empty(), "Background", ObjectMeta.uid(job), ""));
        tell("Normal", "SuccessfulDelete", "Deleted job " + name(job));
    }

    /// Ends the Jobs that still run.
    void replaceActive(ObjectTree status) {
        for (ObjectTree reference : status.list("active").objects()) {
            jobs.stream().filter(job -> isOf(reference, job)).forEach(this::delete);
        }
    }

    void tell(String type, String reason, String message) {
        world.event(cron, type, reason, message);
    }

    private static String name(ObjectTree job) {
        return ObjectMeta.name(job);
    }
}
