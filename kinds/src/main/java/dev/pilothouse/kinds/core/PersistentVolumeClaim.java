package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// A wish for storage. Source: API reference "PersistentVolumeClaim v1 core".
public final class PersistentVolumeClaim implements Kind {
    private static final Traits TRAITS = Traits.of("", "PersistentVolumeClaim");
    private static final Table TABLE = Columns.of(
            "",
            "PersistentVolumeClaim",
            Cells.of(claim -> ObjectMeta.isBeingDeleted(claim)
                    ? "Terminating"
                    : claim.object("status").text("phase")),
            Cells.text("spec", "volumeName"),
            Cells.of(claim -> isBound(claim)
                    ? Cells.orElse(claim.object("status").object("capacity").text("storage"), "0")
                    : ""),
            Cells.of(claim -> isBound(claim)
                    ? AccessModes.shortened(claim.object("status").list("accessModes"))
                    : ""),
            Cells.of(StorageClassName::of),
            Cells.textUnlessMissing(Cells.UNSET, "spec", "volumeAttributesClassName"),
            Cells.textOr(Cells.UNSET, "spec", "volumeMode"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    private static boolean isBound(ObjectTree claim) {
        return !claim.object("spec").text("volumeName").isEmpty();
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        ObjectTree filled = Fill.under(object, "status", status -> Quantities.roundedIn(
                        Fill.text(status, "phase", "Pending"), "capacity", "allocatedResources"));
        return Fill.under(filled, "spec", ClaimSpec::defaults);
    }

    /// A new claim is stored without a phase; reading fills it in, and the next write stores it.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        ObjectTree spec = ClaimSpec.withSourceAtHand(object.object("spec"), ObjectTree.EMPTY);
        return object.with("spec", ClaimSpec.normalized(ClaimSpec.withKnownSource(spec)));
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree spec = ClaimSpec.withSourceAtHand(object.object("spec"), old.object("spec"));
        return object.with("spec", ClaimSpec.normalized(spec));
    }

    @Override
    public void validate(Place object) {
        ClaimSpecRules.check(object.at("spec"));
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        PersistentVolumeClaimRules.checkUpdate(object, old);
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        ClaimStatusRules.check(object.at("status"));
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place claim = Place.root(object, new Problems());
        StorageClassName.warn(claim, told);
        ClaimWarnings.ofSpec(claim.at("spec"), told);
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
