package dev.pilothouse.kinds.apps;

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
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;
import java.util.Optional;

/// A number of replicas of one pod. Source: API reference "ReplicaSet v1 apps".
public final class ReplicaSet implements Kind {
    private static final Traits TRAITS = Traits.of("apps", "ReplicaSet").counting("spec");
    private static final Table TABLE = Columns.of(
            "apps",
            "ReplicaSet",
            Cells.number("spec", "replicas"),
            Cells.number("status", "replicas"),
            Cells.number("status", "readyReplicas"),
            Cells.joined("name", "spec", "template", "spec", "containers"),
            Cells.joined("image", "spec", "template", "spec", "containers"),
            Cells.selector("spec", "selector"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", spec -> PodTemplate.defaultsIn(Fill.missing(spec, "replicas", 1)));
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
        Checks.NON_NEGATIVE.check(spec.at("minReadySeconds"));
        Selection selection = Selection.of(spec).required("empty selector is invalid for deployment");
        if (selection.isSound()) {
            selection.checkTemplate();
            PodTemplate.check(spec.at("template"), old.object("template"));
            selection.checkEndless("ReplicaSet");
        } else {
            spec.at("selector").invalid("invalid label selector");
        }
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        Place status = object.at("status");
        Counts.nonNegative(
                status,
                "replicas",
                "fullyLabeledReplicas",
                "readyReplicas",
                "availableReplicas",
                "observedGeneration",
                "terminatingReplicas");
        Counts.atMost(
                status,
                "replicas",
                "cannot be greater than status.replicas",
                "fullyLabeledReplicas",
                "readyReplicas",
                "availableReplicas");
        Counts.atMost(status, "readyReplicas", "cannot be greater than readyReplicas", "availableReplicas");
    }

    @Override
    public Optional<Scale> scale() {
        return Optional.of(Scale.BY_LABEL_SELECTOR);
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
