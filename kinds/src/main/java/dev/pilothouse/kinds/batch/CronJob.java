package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.core.pod.WorkloadWarnings;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.time.Instant;
import java.util.List;

/// Makes jobs by a timetable. Source: API reference "CronJob v1 batch".
public final class CronJob implements Kind {
    private static final Traits TRAITS = Traits.of("batch", "CronJob").counting("spec");
    private static final Table TABLE = Columns.of(
            "batch",
            "CronJob",
            Cells.text("spec", "schedule"),
            Cells.textOr(Cells.NONE, "spec", "timeZone"),
            Cells.of(CronJob::suspended),
            Cells.size("status", "active"),
            (job, now) -> Tree.of(lastSchedule(job, now)),
            Cells.joined("name", "spec", "jobTemplate", "spec", "template", "spec", "containers"),
            Cells.joined("image", "spec", "jobTemplate", "spec", "template", "spec", "containers"),
            Cells.selector("spec", "jobTemplate", "spec", "selector"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", CronJob::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Fill.text(spec, "concurrencyPolicy", "Allow");
        filled = Fill.missing(filled, "suspend", false);
        filled = Fill.missing(filled, "successfulJobsHistoryLimit", 3);
        filled = Fill.missing(filled, "failedJobsHistoryLimit", 1);
        return Fill.under(
                filled,
                "jobTemplate",
                template -> Fill.under(
                        template, "spec", job -> PodTemplate.defaultsIn(JobSpecDefaults.failurePolicy(job))));
    }

    private static String suspended(ObjectTree job) {
        Tree suspend = job.object("spec").get("suspend");
        return suspend.isNull() ? Cells.UNSET : suspend.asBoolean() ? "True" : "False";
    }

    private static String lastSchedule(ObjectTree job, Instant now) {
        String last = job.object("status").text("lastScheduleTime");
        return last.isEmpty() ? Cells.NONE : Cells.since(last, now);
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return prepareUpdate(object, ObjectTree.EMPTY, write);
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return PodTemplate.withoutGated(object, old, "spec", "jobTemplate", "spec", "template");
    }

    @Override
    public void validate(Place object) {
        CronJobRules.name(object);
        CronJobRules.check(object, ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        CronJobRules.check(object, old);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        WorkloadWarnings.ofName(object, old, told);
        if (WorkloadWarnings.isChanged(object, old)) {
            JobWarnings.of(object, told, "spec", "jobTemplate", "spec");
        }
        if (!old.isEmpty() && object.object("spec").text("schedule").contains("TZ")) {
            told.add("cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see"
                    + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
        }
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
