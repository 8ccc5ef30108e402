package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// Defaults of what a claim asks for, in a claim and in a template of claims.
final class ClaimSpecDefaults {
    private ClaimSpecDefaults() {}

    static ObjectTree of(ObjectTree spec) {
        return Fill.inside(spec, "devices", devices -> Fill.each(devices, "requests", ClaimSpecDefaults::request));
    }

    private static ObjectTree request(ObjectTree request) {
        ObjectTree filled = Fill.inside(request, "exactly", ClaimSpecDefaults::devices);
        return Fill.each(filled, "firstAvailable", ClaimSpecDefaults::devices);
    }

    private static ObjectTree devices(ObjectTree request) {
        ObjectTree filled = Fill.text(request, "allocationMode", "ExactCount");
        if (filled.text("allocationMode").equals("ExactCount")) {
            filled = Fill.number(filled, "count", 1);
        }
        return Fill.each(filled, "tolerations", toleration -> Fill.text(toleration, "operator", "Equal"));
    }
}
