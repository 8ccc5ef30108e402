package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.MetaRules;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.core.pod.Selection;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Map;

/// Rules for a job's specification, in a job and in a timetable's template.
final class JobRules {
    private static final long INDEXED_LIMIT = 100_000;
    private static final List<String> COUNTS = List.of(
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished",
            "backoffLimitPerIndex",
            "maxFailedIndexes");
    private static final String NEEDS_INDEXES = "requires indexed completion mode";

    private JobRules() {}

    /// A whole job.
    static void check(Place job, ObjectTree old) {
        Place spec = job.at("spec");
        generatedSelector(job);
        specification(spec, old.object("spec"));
        podNames(job);
    }

    private static void specification(Place spec, ObjectTree old) {
        body(spec, old);
        Place selector = spec.at("selector");
        if (selector.isAbsent()) {
            selector.required("");
        } else {
            Checks.SELECTOR.check(selector);
        }
        if (Selection.of(spec).isSound()) {
            Selection.of(spec).checkTemplate();
        }
    }

    /// Pods of an indexed job have their index in their name, which is also a name in DNS.
    private static void podNames(Place job) {
        Place spec = job.at("spec");
        if (!spec.at("completionMode").is("Indexed") || spec.at("completions").number() <= 0) {
            return;
        }
        String name = ObjectMeta.name(job.object());
        String longest = name + "-" + (spec.at("completions").number() - 1);
        dev.pilothouse.api.meta.NameRules.dns1123Label(longest)
                .forEach(_ -> job.at("metadata", "name")
                        .invalidText("will not able to create pod with invalid DNS label: " + longest));
    }

    private static void generatedSelector(Place job) {
        Place spec = job.at("spec");
        if (spec.at("manualSelector").bool() || spec.at("selector").isAbsent()) {
            return;
        }
        // A job without a uid is judged by a dry look only, its selector comes later.
        String uid = ObjectMeta.uid(job.object());
        if (uid.isEmpty()) {
            return;
        }
        String name = ObjectMeta.name(job.object());
        Place metadata = spec.at("template", "metadata");
        Map<String, String> expected = Map.of(
                JobLabels.OLD_CONTROLLER_UID, uid,
                JobLabels.OLD_JOB_NAME, name,
                JobLabels.CONTROLLER_UID, uid,
                JobLabels.JOB_NAME, name);
        for (String key : List.of(JobLabels.OLD_CONTROLLER_UID, JobLabels.OLD_JOB_NAME)) {
            label(metadata, key, expected.get(key));
        }
        for (String key : List.of(JobLabels.CONTROLLER_UID, JobLabels.JOB_NAME)) {
            label(metadata, key, expected.get(key));
        }
        var selector = LabelSelector.of(spec.at("selector").value());
        if (!selector.matches(expected)) {
            spec.at("selector").invalid("`selector` not auto-generated");
        }
    }

    private static void label(Place metadata, String key, String expected) {
        Place label = metadata.at("labels").key(key);
        if (label.isAbsent()) {
            label.required("must be '" + expected + "'");
        } else if (!label.is(expected)) {
            label.invalid(metadata.object().get("labels"), "must be '" + expected + "'");
        }
    }

    /// What a job and a template of jobs have in common.
    static void body(Place spec, ObjectTree old) {
        COUNTS.forEach(count -> Checks.NON_NEGATIVE.check(spec.at(count)));
        indexes(spec);
        Place manager = spec.at("managedBy");
        if (manager.isPresent()) {
            manager.check(ManagedBy::check);
        }
        if (spec.at("podFailurePolicy").isPresent()) {
            PodFailurePolicyRules.check(spec.at("podFailurePolicy"), spec.object());
        }
        if (spec.at("successPolicy").isPresent()) {
            if (spec.at("completionMode").is("Indexed")) {
                SuccessPolicyRules.check(spec.at("successPolicy"), spec.at("completions").number());
            } else {
                spec.at("successPolicy").invalid(NEEDS_INDEXES);
            }
        }
        replacement(spec);
        PodTemplate.check(spec.at("template"), old.object("template"));
        restart(spec);
    }

    private static void indexes(Place spec) {
        Place mode = spec.at("completionMode");
        Place perIndex = spec.at("backoffLimitPerIndex");
        Place failed = spec.at("maxFailedIndexes");
        if (mode.isPresent() && !mode.is("NonIndexed") && !mode.is("Indexed")) {
            mode.notSupported(List.of("NonIndexed", "Indexed"));
        }
        if (mode.is("NonIndexed")) {
            if (perIndex.isPresent()) {
                perIndex.invalid(NEEDS_INDEXES);
            }
            if (failed.isPresent()) {
                failed.invalid(NEEDS_INDEXES);
            }
        }
        Place completions = spec.at("completions");
        if (mode.is("Indexed")) {
            if (completions.isAbsent()) {
                completions.required("when completion mode is Indexed");
            }
            long parallelism = spec.at("parallelism").number();
            if (parallelism > INDEXED_LIMIT) {
                spec.at("parallelism")
                        .invalid("must be less than or equal to " + INDEXED_LIMIT
                                + " when completion mode is Indexed");
            }
            if (failed.isPresent() && completions.isPresent() && failed.number() > completions.number()) {
                failed.invalid("must be less than or equal to completions");
            }
            if (completions.number() > INDEXED_LIMIT) {
                large(spec.at("parallelism"), perIndex, failed);
            }
        }
        if (failed.isPresent() && perIndex.isAbsent()) {
            perIndex.required("when maxFailedIndexes is specified");
        }
    }

    private static void large(Place parallelism, Place perIndex, Place failed) {
        if (perIndex.isPresent()) {
            if (failed.isAbsent()) {
                failed.required("must be specified when completions is above 100000");
            } else if (failed.number() > 10_000) {
                failed.invalid("must be less than or equal to 10000 when completions are above 100000 and used with"
                        + " backoff limit per index");
            }
            if (parallelism.number() > 10_000) {
                parallelism.invalid("must be less than or equal to 10000 when completions are above 100000 and used"
                        + " with backoff limit per index");
            }
        }
    }

    private static void replacement(Place spec) {
        Place policy = spec.at("podReplacementPolicy");
        if (policy.isAbsent()) {
            return;
        }
        if (spec.at("podFailurePolicy").isPresent()) {
            if (!policy.is("Failed")) {
                policy.notSupported(List.of("Failed"));
            }
        } else if (!policy.is("Failed") && !policy.is("TerminatingOrFailed")) {
            policy.notSupported(List.of("Failed", "TerminatingOrFailed"));
        }
    }

    private static void restart(Place spec) {
        Place policy = spec.at("template", "spec").at("restartPolicy");
        switch (policy.text()) {
            case "Always" -> policy.required("valid values: \"OnFailure\", \"Never\"");
            case "OnFailure" -> {
                if (spec.at("podFailurePolicy").isPresent()) {
                    policy.invalid("only \"Never\" is supported when podFailurePolicy is specified");
                }
            }
            case "Never" -> {
                // What a pod may come to an end with.
            }
            default -> policy.notSupported(List.of("OnFailure", "Never"));
        }
    }

    static void checkUpdate(Place job, ObjectTree old) {
        Place spec = job.at("spec");
        ObjectTree before = old.object("spec");
        check(job, old);
        MetaRules.checkUpdate(
                job.at("metadata").object(), ObjectMeta.of(old), job.at("metadata").path(), job.problems());
        // Upstream's rule for updates begins with the rule for new ones, which has just been asked: clients see it twice.
        specification(spec, before);
        completions(spec, before);
        Immutable.check(spec, before, "selector");
        template(spec, before, old);
        Immutable.check(
                spec,
                before,
                "completionMode",
                "podFailurePolicy",
                "backoffLimitPerIndex",
                "managedBy",
                "successPolicy");
    }

    /// An indexed job may grow and shrink, if it does so on both sides alike.
    private static void completions(Place spec, ObjectTree before) {
        Place completions = spec.at("completions");
        if (Immutable.same(completions.value(), before.get("completions"))) {
            return;
        }
        boolean elastic = spec.at("completionMode").is("Indexed")
                && before.text("completionMode").equals("Indexed")
                && completions.isPresent()
                && completions.value().equals(spec.at("parallelism").value());
        if (!elastic) {
            completions.invalid(Immutable.MESSAGE);
        }
    }

    /// Where pods run may be decided later as long as none has been started.
    private static void template(Place spec, ObjectTree before, ObjectTree old) {
        ObjectTree now = spec.object().object("template");
        Tree then = before.get("template");
        boolean movable = before.bool("suspend") && old.object("status").get("startTime").isNull();
        if (movable) {
            for (String field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
                now = now.withAt(then.at("spec", field), "spec", field);
            }
            now = now.withAt(then.at("spec", "affinity", "nodeAffinity"), "spec", "affinity", "nodeAffinity");
            if (now.at("spec", "affinity").asObject().isEmpty()) {
                now = now.withAt(then.at("spec", "affinity"), "spec", "affinity");
            }
            now = now.withAt(then.at("metadata", "annotations"), "metadata", "annotations");
            now = now.withAt(then.at("metadata", "labels"), "metadata", "labels");
        }
        Place template = spec.at("template").with(now);
        if (!Immutable.same(now.get("spec"), then.at("spec"))) {
            template.at("spec").invalid(Immutable.MESSAGE);
        } else if (!Immutable.same(now, then)) {
            template.invalid(Immutable.MESSAGE);
        }
    }
}
