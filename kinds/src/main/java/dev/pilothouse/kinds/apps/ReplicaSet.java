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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    public Optional<Scale> scale() {
        return Optional.of(Scale.BY_LABEL_SELECTOR);
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
