package dev.pilothouse.kinds.node;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.core.pod.DeprecatedNodeLabels;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// A way of running containers. Source: API reference "RuntimeClass v1 node.k8s.io".
public final class RuntimeClass implements Kind {
    private static final Traits TRAITS =
            Traits.of("node.k8s.io", "RuntimeClass").with(Flag.CONDITIONAL_UPDATE);
    private static final Table TABLE = Columns.of("node.k8s.io", "RuntimeClass", Cells.text("handler"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        RuntimeClassRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        RuntimeClassRules.checkUpdate(object, old);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        DeprecatedNodeLabels.inWhole(root.at("scheduling", "nodeSelector"), told);
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
