package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.core.pod.WorkloadWarnings;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Durations;
import dev.pilothouse.kinds.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Pods that run until enough of them succeeded. Source: API reference "Job v1 batch".
public final class Job implements Kind {
    private static final Traits TRAITS = Traits.of("batch", "Job").counting("spec").with(Flag.ORPHANS_DEPENDENTS, Flag.METADATA_JUDGED_ONCE);
    private static final Table TABLE = Columns.of(
            "batch",
            "Job",
            Cells.of(Job::status),
            Cells.of(Job::completions),
            (job, now) -> Tree.of(duration(job, now)),
            Cells.joined("name", "spec", "template", "spec", "containers"),
            Cells.joined("image", "spec", "template", "spec", "containers"),
            Cells.selector("spec", "selector"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        ObjectTree labels = object.object("spec").object("template").object("metadata").object("labels");
        ObjectTree labelled = labels.isEmpty() || !ObjectMeta.labels(object).isEmpty()
                ? object
                : ObjectMeta.with(object, "labels", labels);
        return Fill.under(
                labelled,
                "spec",
                spec -> Fill.missing(JobSpecDefaults.of(spec), "manualSelector", false));
    }

    /// The labels that the template gets only now are the job's own too, where it has none but the template's: upstream
    /// keeps both in one map then. A template that had none gives them to the job only when that is read.
    @Override
    public ObjectTree prepareCreate(ObjectTree sent, Write write) {
        ObjectTree object = PodTemplate.withoutGated(sent, ObjectTree.EMPTY, "spec", "template");
        if (object.object("spec").bool("manualSelector")) {
            return object;
        }
        ObjectTree labels = object.object("spec").object("template").object("metadata").object("labels");
        boolean shared = !labels.isEmpty() && ObjectMeta.labels(object).equals(labels);
        ObjectTree selecting = JobLabels.withSelector(object);
        return shared ? defaults(ObjectMeta.without(selecting, "labels")) : selecting;
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return PodTemplate.withoutGated(object, old, "spec", "template");
    }

    private static String status(ObjectTree job) {
        if (isTrue(job, "Complete")) {
            return "Complete";
        }
        if (isTrue(job, "Failed")) {
            return "Failed";
        }
        if (ObjectMeta.isBeingDeleted(job)) {
            return "Terminating";
        }
        for (String condition : new String[] {"Suspended", "FailureTarget", "SuccessCriteriaMet"}) {
            if (isTrue(job, condition)) {
                return condition;
            }
        }
        return "Running";
    }

    private static boolean isTrue(ObjectTree job, String type) {
        for (ObjectTree condition : job.object("status").list("conditions").objects()) {
            if (condition.text("type").equals(type)) {
                return condition.text("status").equals("True");
            }
        }
        return false;
    }

    private static String completions(ObjectTree job) {
        ObjectTree spec = job.object("spec");
        long succeeded = job.object("status").number("succeeded");
        if (!spec.get("completions").isNull()) {
            return succeeded + "/" + spec.number("completions");
        }
        long parallelism = spec.number("parallelism");
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    private static String duration(ObjectTree job, Instant now) {
        Optional<Instant> start = Timestamps.parse(job.object("status").text("startTime"));
        Instant end =
                Timestamps.parse(job.object("status").text("completionTime")).orElse(now);
        return start.map(it -> Durations.human(Duration.between(it, end))).orElse("");
    }

    @Override
    public void validate(Place object) {
        JobRules.check(object, ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        JobRules.checkUpdate(object, old);
    }

    @Override
    public Optional<String> deletionWarning() {
        return Optional.of("child pods are preserved by default when jobs are deleted; set"
                + " propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        JobStatusRules.check(object.at("status"), old);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        WorkloadWarnings.ofName(object, old, told);
        if (WorkloadWarnings.isChanged(object, old)) {
            JobWarnings.of(object, told, "spec");
        }
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public String unselectable(String label) {
        return "field label " + GoText.quote(label) + " not supported for Job";
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of(
                "status.successful",
                job -> Long.toString(job.object("status").number("succeeded")));
    }
}
