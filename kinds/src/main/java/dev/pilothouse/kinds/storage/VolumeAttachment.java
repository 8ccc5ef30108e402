package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// The wish that a volume be attached to a node. Source: API reference "VolumeAttachment v1 storage.k8s.io".
public final class VolumeAttachment implements Kind {
    private static final Traits TRAITS = Traits.of("storage.k8s.io", "VolumeAttachment")
            .with(Flag.CONDITIONAL_UPDATE, Flag.METADATA_JUDGED_ONCE).statusKeeping(Traits.STATUS_METADATA);
    private static final Table TABLE = Columns.of(
            "storage.k8s.io", "VolumeAttachment",
            Cells.text("spec", "attacher"),
            Cells.text("spec", "source", "persistentVolumeName"),
            Cells.text("spec", "nodeName"),
            Cells.bool("status", "attached"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        StorageRules.attachment(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        StorageRules.attachment(object);
        Immutable.check(object.at("spec"), old.get("spec"));
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
