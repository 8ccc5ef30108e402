package dev.pilothouse.kinds.apps;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

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
        return Fill.under(object, "spec", DaemonSet::spec);
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

    /// The template has a generation of its own, kept in an annotation since extensions/v1beta1.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return TemplateGeneration.with(object, Math.max(TemplateGeneration.of(object), 1));
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        long generation = TemplateGeneration.of(old);
        Tree template = object.object("spec").get("template");
        boolean same = Immutable.same(template, old.object("spec").get("template"));
        return TemplateGeneration.with(object, same ? generation : generation + 1);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
