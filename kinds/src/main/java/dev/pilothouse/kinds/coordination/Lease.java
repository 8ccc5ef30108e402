package dev.pilothouse.kinds.coordination;

import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// Who holds something for how long: leadership, or being alive. Source: API reference "Lease v1 coordination.k8s.io".
public final class Lease implements Kind {
    private static final Traits TRAITS = Traits.of("coordination.k8s.io", "Lease")
            .with(Flag.CREATE_ON_UPDATE, Flag.CONDITIONAL_UPDATE);
    private static final Table TABLE =
            Columns.of("coordination.k8s.io", "Lease", Cells.text("spec", "holderIdentity"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
