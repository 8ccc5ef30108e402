package dev.pilothouse.kinds.apps;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Scale;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.rules.Fill;
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
            Cells.selector("spec", "selector"));

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
    public Optional<Scale> scale() {
        return Optional.of(Scale.BY_LABEL_SELECTOR);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
