package dev.pilothouse.kinds.apps;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
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

/// One pod on every node that fits. Source: API reference "DaemonSet v1 apps".
public final class DaemonSet implements Kind {
    private static final long REVISION_HISTORY = 10;

    private static final Traits TRAITS = Traits.of("apps", "DaemonSet").counting("spec");
    private static final Table TABLE = Columns.of(
            "apps",
            "DaemonSet",
            Cells.number("status", "desiredNumberScheduled"),
            Cells.number("status", "currentNumberScheduled"),
            Cells.number("status", "numberReady"),
            Cells.number("status", "updatedNumberScheduled"),
            Cells.number("status", "numberAvailable"),
            Cells.labels("spec", "template", "spec", "nodeSelector"),
            Cells.joined("name", "spec", "template", "spec", "containers"),
            Cells.joined("image", "spec", "template", "spec", "containers"),
            Cells.selector("spec", "selector"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        ObjectTree counted = TemplateGeneration.isAbsent(object) ? TemplateGeneration.with(object, 0) : object;
        return Fill.under(counted, "spec", DaemonSet::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Fill.under(spec, "updateStrategy", DaemonSet::strategy);
        filled = Fill.missing(filled, "revisionHistoryLimit", REVISION_HISTORY);
        return PodTemplate.defaultsIn(filled);
    }

    private static ObjectTree strategy(ObjectTree strategy) {
        ObjectTree filled = Fill.text(strategy, "type", "RollingUpdate");
        return filled.text("type").equals("RollingUpdate")
                ? Fill.under(
                        filled,
                        "rollingUpdate",
                        rolling -> Fill.missing(Fill.missing(rolling, "maxUnavailable", 1), "maxSurge", 0))
                : filled;
    }

    @Override
    public void validate(Place object) {
        check(object.at("spec"), ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        Immutable.check(object.at("spec", "selector"), old.at("spec", "selector"));
        check(object.at("spec"), old.object("spec"));
    }

    private static void check(Place spec, ObjectTree old) {
        Selection selection = Selection.of(spec);
        LabelSelector.check(spec.at("selector").value(), spec.at("selector").path(), spec.problems());
        if (selection.isSound()) {
            selection.checkTemplate();
        }
        if (spec.at("selector").isPresent() && spec.at("selector").isEmpty()) {
            spec.at("selector").invalid("empty selector is invalid for daemonset");
        }
        PodTemplate.check(spec.at("template"), old.object("template"));
        selection.checkEndless("DaemonSet");
        Checks.NON_NEGATIVE.check(spec.at("minReadySeconds"));
        updateStrategy(spec.at("updateStrategy"));
        Checks.NON_NEGATIVE.check(spec.at("revisionHistoryLimit"));
    }

    private static void updateStrategy(Place strategy) {
        switch (strategy.at("type").text()) {
            case "OnDelete" -> {
                // Nothing to say about how.
            }
            case "RollingUpdate" -> rolling(strategy.at("rollingUpdate"));
            default -> strategy.notSupported(List.of("RollingUpdate", "OnDelete"));
        }
    }

    private static void rolling(Place rolling) {
        if (rolling.isAbsent()) {
            rolling.required("");
            return;
        }
        Place unavailable = rolling.at("maxUnavailable");
        Place surge = rolling.at("maxSurge");
        Shares.NON_NEGATIVE.check(unavailable);
        Shares.AT_MOST_ALL.check(unavailable);
        Shares.NON_NEGATIVE.check(surge);
        Shares.AT_MOST_ALL.check(surge);
        boolean some = !Shares.isNone(unavailable);
        boolean more = !Shares.isNone(surge);
        if (some && more) {
            surge.invalid("may not be set when maxUnavailable is non-zero");
        } else if (!some && !more) {
            unavailable.required("cannot be 0 when maxSurge is 0");
        }
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        Place status = object.at("status");
        Counts.nonNegative(
                status,
                "currentNumberScheduled",
                "numberMisscheduled",
                "desiredNumberScheduled",
                "numberReady",
                "observedGeneration",
                "updatedNumberScheduled",
                "numberAvailable",
                "numberUnavailable",
                "collisionCount");
        Counts.growing(status, old.object("status"), "collisionCount");
    }

    /// The template has a generation of its own, kept in an annotation since extensions/v1beta1.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        ObjectTree kept = PodTemplate.withoutGated(object, ObjectTree.EMPTY, "spec", "template");
        return TemplateGeneration.with(kept, Math.max(TemplateGeneration.of(object), 1));
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        long generation = TemplateGeneration.of(old);
        ObjectTree kept = PodTemplate.withoutGated(object, old, "spec", "template");
        Tree template = kept.object("spec").get("template");
        boolean same = Immutable.same(template, old.object("spec").get("template"));
        return TemplateGeneration.with(kept, same ? generation : generation + 1);
    }

    /// In the inner form the template's generation is a field of the specification.
    @Override
    public ObjectTree metadata(ObjectTree object) {
        return TemplateGeneration.without(object).object("metadata");
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        if (old.isEmpty() || TemplateGeneration.of(object) != TemplateGeneration.of(old)) {
            WorkloadWarnings.ofTemplate(object, told, "spec", "template");
        }
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
