package dev.pilothouse.kinds.coordination;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Gated;
import dev.pilothouse.kinds.rules.Place;
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

    /// Coordinated leader election is off unless it is asked for, and its fields with it.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return prepareUpdate(object, ObjectTree.EMPTY, write);
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return Fill.inside(
                object,
                "spec",
                spec -> Gated.without(spec, old.object("spec"), "strategy", "preferredHolder"));
    }

    @Override
    public void validate(Place object) {
        object.check(LeaseRules.SPEC);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
