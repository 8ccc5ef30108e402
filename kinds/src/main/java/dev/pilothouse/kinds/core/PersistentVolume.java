package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.core.pod.VolumeSourceDefaults;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;
import java.util.Optional;

/// A piece of storage. Source: API reference "PersistentVolume v1 core".
public final class PersistentVolume implements Kind {
    private static final Traits TRAITS = Traits.of("", "PersistentVolume");
    private static final Table TABLE = Columns.of(
            "",
            "PersistentVolume",
            Cells.textOr("0", "spec", "capacity", "storage"),
            Cells.of(volume -> AccessModes.shortened(volume.object("spec").list("accessModes"))),
            Cells.text("spec", "persistentVolumeReclaimPolicy"),
            Cells.of(volume -> ObjectMeta.isBeingDeleted(volume)
                    ? "Terminating"
                    : volume.object("status").text("phase")),
            Cells.of(PersistentVolume::claim),
            Cells.of(StorageClassName::of),
            Cells.textUnlessMissing(Cells.UNSET, "spec", "volumeAttributesClassName"),
            Cells.text("status", "reason"),
            Cells.textOr(Cells.UNSET, "spec", "volumeMode"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        ObjectTree filled = Fill.under(object, "status", status -> Fill.text(status, "phase", "Pending"));
        return Fill.under(filled, "spec", PersistentVolume::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Quantities.roundedIn(spec, "capacity");
        filled = Fill.text(filled, "persistentVolumeReclaimPolicy", "Retain");
        filled = Fill.missing(filled, "volumeMode", "Filesystem");
        filled = Fill.inside(filled, "hostPath", path -> Fill.missing(path, "type", ""));
        filled = Fill.inside(filled, "iscsi", VolumeSourceDefaults::iscsi);
        filled = Fill.inside(filled, "rbd", VolumeSourceDefaults::rbd);
        filled = Fill.inside(filled, "azureDisk", VolumeSourceDefaults::azureDisk);
        return Fill.inside(filled, "scaleIO", VolumeSourceDefaults::scaleIo);
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return object.with(
                "status",
                ObjectTree.EMPTY
                        .with("phase", "Pending")
                        .with("lastPhaseTransitionTime", Timestamps.seconds(write.now())));
    }

    private static String claim(ObjectTree volume) {
        return volume.object("spec").get("claimRef") instanceof ObjectTree claim
                ? claim.text("namespace") + "/" + claim.text("name")
                : "";
    }

    @Override
    public void validate(Place object) {
        PersistentVolumeRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        PersistentVolumeRules.checkUpdate(object, old);
    }

    @Override
    public Optional<Subresource> subresource(String name) {
        return name.equals("status") ? Optional.of(new VolumeTransitions()) : Optional.empty();
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        return VolumeWarnings.of(object);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
