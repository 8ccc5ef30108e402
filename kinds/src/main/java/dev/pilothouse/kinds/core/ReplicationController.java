package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Scale;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.core.pod.Selection;
import dev.pilothouse.kinds.core.pod.WorkloadWarnings;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Counts;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What ReplicaSet was before. Source: API reference "ReplicationController v1 core".
public final class ReplicationController implements Kind {
    private static final Traits TRAITS =
            Traits.of("", "ReplicationController").named(NameRules::longName).counting("spec").with(Flag.ORPHANS_DEPENDENTS);
    private static final Table TABLE = Columns.of(
            "",
            "ReplicationController",
            Cells.number("spec", "replicas"),
            Cells.number("status", "replicas"),
            Cells.number("status", "readyReplicas"),
            Cells.joined("name", "spec", "template", "spec", "containers"),
            Cells.joined("image", "spec", "template", "spec", "containers"),
            Cells.labels("spec", "selector"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        ObjectTree labels = object.object("spec").object("template").object("metadata").object("labels");
        ObjectTree filled = object;
        if (!labels.isEmpty()) {
            filled = Fill.under(filled, "spec", spec -> filledMap(spec, "selector", labels));
            filled = Fill.under(filled, "metadata", metadata -> filledMap(metadata, "labels", labels));
        }
        return Fill.under(filled, "spec", ReplicationController::spec);
    }

    private static ObjectTree filledMap(ObjectTree object, String field, ObjectTree labels) {
        return object.object(field).isEmpty() ? object.with(field, labels) : object;
    }

    private static ObjectTree spec(ObjectTree spec) {
        return Fill.inside(Fill.missing(spec, "replicas", 1), "template", PodTemplate::defaults);
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
    }

    private static void check(Place spec, ObjectTree old) {
        Checks.NON_NEGATIVE.check(spec.at("minReadySeconds"));
        Checks.REQUIRED.check(spec.at("selector"));
        Checks.NON_NEGATIVE.check(spec.at("replicas"));
        Place template = spec.at("template");
        if (template.isAbsent()) {
            template.required("");
            return;
        }
        Place labels = template.at("metadata", "labels");
        if (!LabelSelector.of(spec.object().object("selector").texts()).matches(labels.object())) {
            labels.invalid("`selector` does not match template `labels`");
        }
        PodTemplate.check(template, old.object("template"));
        Selection.of(spec).checkEndless("ReplicationController");
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
                "observedGeneration");
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
        return Optional.of(new Scale(set -> labels(set.object("spec").object("selector"))));
    }

    private static String labels(ObjectTree selector) {
        return selector.isEmpty() ? "" : Cells.labels(selector);
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

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of(
                "status.replicas",
                set -> Long.toString(set.object("status").number("replicas")));
    }
}
