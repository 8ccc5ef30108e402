package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.ArrayList;
import java.util.List;

/// A wish for devices, and what was found for it. Source: API reference "ResourceClaim v1 resource.k8s.io".
public final class ResourceClaim implements Kind {
    private static final Traits TRAITS = Traits.of("resource.k8s.io", "ResourceClaim")
            .with(Traits.Flag.STATUS_WITHOUT_TABLE)
            .statusKeeping(Traits.STATUS_METADATA);
    private static final Table TABLE = Columns.of(
            "resource.k8s.io", "ResourceClaim",
            Cells.of(ResourceClaim::state));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.inside(object, "spec", ClaimSpecDefaults::of);
    }

    @Override
    public void validate(Place object) {
        ClaimRules.check(object.at("spec"), false);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        Immutable.check(object, old, "spec");
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        ClaimStatusRules.check(object, old);
    }

    private static String state(ObjectTree claim) {
        List<String> states = new ArrayList<>();
        boolean deleted = ObjectMeta.isBeingDeleted(claim);
        if (deleted) {
            states.add("deleted");
        }
        if (!claim.object("status").get("allocation").isNull()) {
            states.add("allocated");
            if (!claim.object("status").list("reservedFor").isEmpty()) {
                states.add("reserved");
            }
        } else if (!deleted) {
            states.add("pending");
        }
        return String.join(",", states);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
