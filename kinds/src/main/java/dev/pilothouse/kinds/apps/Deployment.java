package dev.pilothouse.kinds.apps;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Scale;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.core.pod.Selection;
import dev.pilothouse.kinds.core.pod.WorkloadWarnings;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Counts;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Shares;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;
import java.util.Optional;

/// Replicas of a pod, and how to replace them by newer ones. Source: API reference "Deployment v1 apps".
public final class Deployment implements Kind {
    private static final long REVISION_HISTORY = 10;
    private static final long PROGRESS_DEADLINE_SECONDS = 600;

    private static final Traits TRAITS = Traits.of("apps", "Deployment")
            .countingPaths(List.of(List.of("spec"), List.of("metadata", "annotations")))
            .statusKeeping(List.of(List.of("metadata", "labels")));
    private static final Table TABLE = Columns.of(
            "apps",
            "Deployment",
            Cells.share(List.of("status", "readyReplicas"), List.of("spec", "replicas")),
            Cells.number("status", "updatedReplicas"),
            Cells.number("status", "availableReplicas"),
            Cells.joined("name", "spec", "template", "spec", "containers"),
            Cells.joined("image", "spec", "template", "spec", "containers"),
            // Only here is a selector that names nothing shown as nothing.
            Cells.of(deployment -> LabelSelector.of(deployment.at("spec", "selector")).toString()));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", Deployment::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Fill.missing(spec, "replicas", 1);
        filled = Fill.under(filled, "strategy", Deployment::strategy);
        filled = Fill.missing(filled, "revisionHistoryLimit", REVISION_HISTORY);
        filled = Fill.missing(filled, "progressDeadlineSeconds", PROGRESS_DEADLINE_SECONDS);
        return PodTemplate.defaultsIn(filled);
    }

    private static ObjectTree strategy(ObjectTree strategy) {
        ObjectTree filled = Fill.text(strategy, "type", "RollingUpdate");
        return filled.text("type").equals("RollingUpdate")
                ? Fill.under(
                        filled,
                        "rollingUpdate",
                        rolling -> Fill.missing(Fill.missing(rolling, "maxUnavailable", "25%"), "maxSurge", "25%"))
                : filled;
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return prepareUpdate(object, ObjectTree.EMPTY, write);
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return PodTemplate.withoutGated(object, old, "spec", "template");
    }

    @Override
    public void validate(Place object) {
        check(object.at("spec"), ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        check(object.at("spec"), old.object("spec"));
        Immutable.check(object.at("spec", "selector"), old.at("spec", "selector"));
    }

    private static void check(Place spec, ObjectTree old) {
        Checks.NON_NEGATIVE.check(spec.at("replicas"));
        Selection selection = Selection.of(spec).required("empty selector is invalid for deployment");
        if (selection.isSound()) {
            selection.checkTemplate();
            PodTemplate.check(spec.at("template"), old.object("template"));
            selection.checkEndless("ReplicaSet");
        } else {
            spec.at("selector").invalid("invalid label selector");
        }
        strategy(spec.at("strategy"));
        Checks.NON_NEGATIVE.check(spec.at("minReadySeconds"));
        Checks.NON_NEGATIVE.check(spec.at("revisionHistoryLimit"));
        Place deadline = spec.at("progressDeadlineSeconds");
        if (deadline.isPresent()) {
            Checks.NON_NEGATIVE.check(deadline);
            if (deadline.number() <= spec.at("minReadySeconds").number()) {
                deadline.invalid("must be greater than minReadySeconds");
            }
        }
    }

    private static void strategy(Place strategy) {
        Place rolling = strategy.at("rollingUpdate");
        switch (strategy.at("type").text()) {
            case "Recreate" -> {
                if (rolling.isPresent()) {
                    rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                Place unavailable = rolling.at("maxUnavailable");
                Place surge = rolling.at("maxSurge");
                Shares.NON_NEGATIVE.check(unavailable);
                Shares.NON_NEGATIVE.check(surge);
                if (Shares.isNone(unavailable) && Shares.isNone(surge)) {
                    unavailable.invalid("may not be 0 when `maxSurge` is 0");
                }
                Shares.AT_MOST_ALL.check(unavailable);
            }
            default -> strategy.notSupported(List.of("Recreate", "RollingUpdate"));
        }
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        Place status = object.at("status");
        Counts.nonNegative(
                status,
                "observedGeneration",
                "replicas",
                "updatedReplicas",
                "readyReplicas",
                "availableReplicas",
                "unavailableReplicas",
                "terminatingReplicas",
                "collisionCount");
        Counts.atMost(
                status,
                "replicas",
                "cannot be greater than status.replicas",
                "updatedReplicas",
                "readyReplicas",
                "availableReplicas");
        Counts.atMost(status, "readyReplicas", "cannot be greater than readyReplicas", "availableReplicas");
        Counts.growing(status, old.object("status"), "collisionCount");
    }

    @Override
    public Optional<Scale> scale() {
        return Optional.of(Scale.BY_LABEL_SELECTOR);
    }

    @Override
    public ObjectTree metadata(ObjectTree object) {
        return ObjectMeta.withoutAnnotation(object, "deprecated.deployment.rollback.to").object("metadata");
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        WorkloadWarnings.ofName(object, old, told);
        WorkloadWarnings.ofTemplate(object, old, told, "spec", "template");
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
