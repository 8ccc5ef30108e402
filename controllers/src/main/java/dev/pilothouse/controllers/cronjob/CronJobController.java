package dev.pilothouse.controllers.cronjob;

import dev.pilothouse.api.batch.v1.CronJob;
import dev.pilothouse.api.batch.v1.Job;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes a Job whenever a CronJob is due.
///
/// C1 A Job is named after the minute for which it was due, so that no minute has two.
/// C2 What was missed is not made up for: of several times that have passed, only the last counts.
public final class CronJobController implements Controller {
    private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    /// A look just before the minute would find nothing to do.
    private static final Duration MARGIN = Duration.ofMillis(100);

    /// More missed times than this are worth a warning.
    private static final int MANY = 100;

    @Override
    public String name() {
        return "cronjob-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(CronJob.RESOURCE).owns(Job.RESOURCE, "CronJob");
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(CronJob.RESOURCE, key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree cron = found.get();
        Runs runs = new Runs(cron, world.ownedBy(Job.RESOURCE, ObjectMeta.uid(cron)), world);
        ObjectTree observed = runs.observed();
        runs.forgetOldest();
        Optional<Timetable> timetable = ObjectMeta.isBeingDeleted(cron) || cron.object("spec").bool("suspend")
                ? Optional.empty()
                : timetable(cron);
        Instant now = world.now();
        ObjectTree status = timetable
                .flatMap(each -> due(cron, each, now, runs))
                .map(time -> start(cron, time, observed, runs))
                .orElse(observed);
        if (!status.equals(cron.object("status"))) {
            world.updateStatus(CronJob.RESOURCE, cron.with("status", status));
        }
        return timetable
                .flatMap(each -> each.next(now))
                .map(time -> Next.after(Duration.between(now, time).plus(MARGIN)))
                .orElse(Next.whenChanged());
    }

    private static Optional<Timetable> timetable(ObjectTree cron) {
        ObjectTree spec = cron.object("spec");
        return Timetable.of(spec.text("schedule"), spec.text("timeZone"));
    }

    /// The last time that has passed and was not served.
    private static Optional<Instant> due(ObjectTree cron, Timetable timetable, Instant now, Runs runs) {
        Instant since = Timestamps.parse(cron.object("status").text("lastScheduleTime"))
                .or(() -> Timestamps.parse(ObjectMeta.of(cron).text("creationTimestamp")))
                .orElse(now);
        ObjectTree spec = cron.object("spec");
        if (spec.has("startingDeadlineSeconds")) {
            Instant deadline = now.minusSeconds(spec.number("startingDeadlineSeconds"));
            since = deadline.isAfter(since) ? deadline : since;
        }
        Optional<Instant> due = Optional.empty();
        int missed = 0;
        for (Optional<Instant> next = timetable.next(since);
                next.isPresent() && !next.get().isAfter(now);
                next = timetable.next(next.get())) {
            due = next;
            missed++;
        }
        if (missed > MANY) {
            runs.tell(
                    "Warning",
                    "TooManyMissedTimes",
                    "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
        }
        return due;
    }

    /// Makes the Job of this time, if the others let it.
    ///
    /// @return the status afterwards
    private static ObjectTree start(ObjectTree cron, Instant time, ObjectTree status, Runs runs) {
        String name = ObjectMeta.name(cron) + "-" + time.getEpochSecond() / 60;
        boolean served = status.list("active").objects().stream()
                .anyMatch(active -> active.text("name").equals(name));
        if (served) {
            return status;
        }
        String policy = cron.object("spec").text("concurrencyPolicy");
        if (policy.equals("Forbid") && !status.list("active").isEmpty()) {
            runs.tell(
                    "Normal",
                    "JobAlreadyActive",
                    "Not starting job because prior execution is running and concurrency policy is Forbid");
            return status;
        }
        ObjectTree before = status;
        if (policy.equals("Replace")) {
            runs.replaceActive(status);
            before = status.without("active");
        }
        Optional<ObjectTree> made = make(cron, job(cron, name, time), runs);
        ObjectTree after = before.with("lastScheduleTime", Timestamps.seconds(time));
        if (made.isEmpty()) {
            return after;
        }
        List<Tree> active = new ArrayList<>(before.list("active").stream().toList());
        active.add(reference(made.get()));
        return after.with("active", ListTree.of(active));
    }

    private static Optional<ObjectTree> make(ObjectTree cron, ObjectTree job, Runs runs) {
        String namespace = ObjectMeta.namespace(cron);
        try {
            ObjectTree made = runs.world().create(Job.RESOURCE, namespace, job);
            runs.tell("Normal", "SuccessfulCreate", "Created job " + ObjectMeta.name(made));
            return Optional.of(made);
        } catch (ApiError refused) {
            if (refused.is(Status.ALREADY_EXISTS)) {
                // Made in a pass that was interrupted before it could say so.
                return runs.world()
                        .client()
                        .find(Job.RESOURCE, new Key(namespace, ObjectMeta.name(job)))
                        .filter(each -> OwnerReferences.controllerOf(each)
                                .filter(owner -> owner.text("uid").equals(ObjectMeta.uid(cron)))
                                .isPresent());
            }
            if (Pods.isRefusedByEnd(refused)) {
                return Optional.empty();
            }
            runs.tell("Warning", "FailedCreate", "Error creating job: " + refused.getMessage());
            throw refused;
        }
    }

    private static ObjectTree job(ObjectTree cron, String name, Instant time) {
        ObjectTree template = cron.object("spec").object("jobTemplate");
        String zone = cron.object("spec").text("timeZone");
        String shown = DateTimeFormatter.ISO_OFFSET_DATE_TIME
                .withLocale(Locale.ROOT)
                .format(time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.of(zone.isEmpty() ? "UTC" : zone)));
        ObjectTree annotations = template.object("metadata").object("annotations").with(SCHEDULED, shown);
        ObjectTree metadata = ObjectTree.builder()
                .put("name", name)
                .put("namespace", ObjectMeta.namespace(cron))
                .put("labels", template.object("metadata").get("labels"))
                .put("annotations", annotations)
                .put("ownerReferences", ListTree.of(OwnerReferences.controller(cron)))
                .build();
        return ObjectTree.builder()
                .put("apiVersion", Job.KIND.apiVersion())
                .put("kind", Job.KIND.kind())
                .put("metadata", metadata)
                .put("spec", template.get("spec"))
                .build();
    }

    private static ObjectTree reference(ObjectTree job) {
        return ObjectTree.builder()
                .put("kind", Job.KIND.kind())
                .put("namespace", ObjectMeta.namespace(job))
                .put("name", ObjectMeta.name(job))
                .put("uid", ObjectMeta.uid(job))
                .put("apiVersion", Job.KIND.apiVersion())
                .put("resourceVersion", ObjectMeta.resourceVersion(job))
                .build();
    }
}
