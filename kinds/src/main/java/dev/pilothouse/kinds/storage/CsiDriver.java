package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Gated;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// A driver of volumes and what it needs. Source: API reference "CSIDriver v1 storage.k8s.io".
public final class CsiDriver implements Kind {
    private static final Traits TRAITS = Traits.of("storage.k8s.io", "CSIDriver").with(Flag.CONDITIONAL_UPDATE);
    private static final Table TABLE = Columns.of(
            "storage.k8s.io", "CSIDriver",
            (driver, now) -> Tree.of(isAttachRequired(driver)),
            Cells.bool("spec", "podInfoOnMount"),
            Cells.bool("spec", "storageCapacity"),
            Cells.of(CsiDriver::audiences),
            Cells.bool("spec", "requiresRepublish"),
            Cells.of(CsiDriver::modes));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", CsiDriver::spec);
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return withoutGated(object, ObjectTree.EMPTY);
    }

    /// The generation counts changes only; a new driver has none.
    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree next = withoutGated(object, old);
        return Immutable.same(next.get("spec"), old.get("spec"))
                ? next
                : ObjectMeta.with(next, "generation", Tree.of(ObjectMeta.generation(old) + 1));
    }

    private static ObjectTree withoutGated(ObjectTree driver, ObjectTree old) {
        return Fill.inside(
                driver, "spec", spec -> Gated.without(spec, old.object("spec"), "preventPodSchedulingIfMissing"));
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Fill.missing(spec, "attachRequired", true);
        filled = Fill.missing(filled, "podInfoOnMount", false);
        filled = Fill.missing(filled, "storageCapacity", false);
        filled = Fill.missing(filled, "fsGroupPolicy", "ReadWriteOnceWithFSType");
        if (filled.list("volumeLifecycleModes").isEmpty()) {
            filled = filled.with("volumeLifecycleModes", ListTree.of(Tree.of("Persistent")));
        }
        filled = Fill.missing(filled, "requiresRepublish", false);
        return Fill.missing(filled, "seLinuxMount", false);
    }

    /// Drivers attach unless they say that they don't.
    private static boolean isAttachRequired(ObjectTree driver) {
        Tree required = driver.object("spec").get("attachRequired");
        return required.isNull() || required.asBoolean();
    }

    private static String audiences(ObjectTree driver) {
        String audiences = Cells.join(",", driver.object("spec").list("tokenRequests"), it -> it.text("audience"));
        return driver.object("spec").list("tokenRequests").isEmpty() ? Cells.UNSET : audiences;
    }

    private static String modes(ObjectTree driver) {
        return Cells.orElse(
                String.join(",", driver.object("spec").list("volumeLifecycleModes").texts()), Cells.NONE);
    }

    @Override
    public void validate(Place object) {
        CsiRules.driver(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        CsiRules.driverUpdate(object, old);
    }

    /// A driver that gets tokens among the volume's attributes may write them into its log.
    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        ObjectTree spec = object.object("spec");
        boolean known = spec.get("tokenRequests").equals(old.object("spec").get("tokenRequests"));
        boolean exposed = !spec.list("tokenRequests").isEmpty()
                && spec.get("serviceAccountTokenInSecrets").isNull()
                && !known;
        return exposed
                ? List.of("spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent"
                        + " possible logging of tokens in volume attributes")
                : List.of();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
