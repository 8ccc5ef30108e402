package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.DefaultMark;
import dev.pilothouse.kinds.table.Table;

/// Properties of volumes that may change while they are in use. Source: API reference "VolumeAttributesClass v1 storage.k8s.io".
public final class VolumeAttributesClass implements Kind {
    private static final Traits TRAITS = Traits.of("storage.k8s.io", "VolumeAttributesClass");
    private static final Table TABLE = Columns.of(
            "storage.k8s.io", "VolumeAttributesClass",
            Cells.text("driverName"))
            .named((object, now) -> Tree.of(
                    DefaultMark.name(object, "storage.kubernetes.io/is-default-class")));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        StorageRules.attributes(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        StorageRules.attributesUpdate(object, old);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
