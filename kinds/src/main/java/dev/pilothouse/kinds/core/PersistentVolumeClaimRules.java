package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.Difference;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;

/// What may change in a claim: it is bound once, and a bound one grows.
final class PersistentVolumeClaimRules {
    private static final String FIXED = "spec is immutable after creation except resources.requests and"
            + " volumeAttributesClassName for bound claims\n";

    private PersistentVolumeClaimRules() {}

    static void checkUpdate(Place claim, ObjectTree old) {
        ClaimSpecRules.check(claim.at("spec"));
        ObjectTree before = old.object("spec");
        ObjectTree now = claim.object().object("spec");
        ObjectTree settled = settled(now, before, claim.at("status", "phase").is("Bound"));
        if (!Immutable.same(settled, before)) {
            claim.at("spec").forbidden(FIXED + Difference.of(before, claim.at("spec").with(settled)));
        }
        Quantity size = size(now);
        Quantity reached = Quantities.of(old.object("status").object("capacity"), "storage");
        if (size.compareTo(size(before)) < 0 && size.compareTo(reached) <= 0) {
            claim.at("spec", "resources")
                    .at("requests", "storage")
                    .forbidden("field can not be less than status.capacity");
        }
        Immutable.check(claim.at("volumeMode").with(now.get("volumeMode")), before.get("volumeMode"));
    }

    private static Quantity size(ObjectTree spec) {
        return Quantities.of(spec.object("resources").object("requests"), "storage");
    }

    private static ObjectTree settled(ObjectTree now, ObjectTree before, boolean bound) {
        ObjectTree settled = now;
        if (before.text("volumeName").isEmpty()) {
            settled = with(settled, "volumeName", before.get("volumeName"));
        }
        if (before.get("storageClassName").isNull()) {
            settled = with(settled, "storageClassName", before.get("storageClassName"));
        }
        if (bound) {
            settled = with(settled, "volumeAttributesClassName", before.get("volumeAttributesClassName"));
            Tree size = before.at("resources", "requests", "storage");
            settled = size.isNull() ? settled : settled.withAt(size, "resources", "requests", "storage");
        }
        return settled;
    }

    private static ObjectTree with(ObjectTree object, String field, Tree value) {
        return value.isNull() ? object.without(field) : object.with(field, value);
    }
}
