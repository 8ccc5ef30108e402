package dev.pilothouse.kinds.scheduling;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// A name for a priority of pods. Source: API reference "PriorityClass v1 scheduling.k8s.io".
public final class PriorityClass implements Kind {
    private static final Traits TRAITS =
            Traits.of("scheduling.k8s.io", "PriorityClass").counting("value").with(Flag.CREATE_ON_UPDATE);
    private static final Table TABLE = Columns.of(
            "scheduling.k8s.io",
            "PriorityClass",
            Cells.number("value"),
            Cells.bool("globalDefault"),
            Cells.text("preemptionPolicy"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.missing(object, "preemptionPolicy", "PreemptLowerPriority");
    }

    @Override
    public void validate(Place object) {
        PriorityClassRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        PriorityClassRules.checkUpdate(object, old);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
