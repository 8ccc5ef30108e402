package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// The drivers of volumes on a node. Source: API reference "CSINode v1 storage.k8s.io".
public final class CsiNode implements Kind {
    private static final Traits TRAITS = Traits.of("storage.k8s.io", "CSINode").with(Flag.CONDITIONAL_UPDATE, Flag.METADATA_JUDGED_ONCE);
    private static final Table TABLE = Columns.of(
            "storage.k8s.io", "CSINode",
            Cells.size("spec", "drivers"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        CsiRules.node(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        CsiRules.nodeUpdate(object, old);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
