package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.ResourceNames;
import dev.pilothouse.kinds.core.pod.ResourceRules;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.Set;

/// Rules for quotas.
final class ResourceQuotaRules {
    private ResourceQuotaRules() {}

    static void check(Place quota) {
        Place spec = quota.at("spec");
        amounts(spec.at("hard"));
        QuotaScopeRules.check(spec);
    }

    static void status(Place quota) {
        amounts(quota.at("status", "hard"));
        amounts(quota.at("status", "used"));
    }

    private static void amounts(Place amounts) {
        amounts.eachKey(entry -> {
            ResourceRules.name(entry);
            if (entry.name().indexOf('/') < 0 && !ResourceNames.isForQuotas(entry.name())) {
                entry.invalid(entry.name(), "must be a standard resource for quota");
            }
            ResourceRules.quantity(entry);
        });
    }

    static void checkUpdate(Place quota, ObjectTree old) {
        check(quota);
        Set<String> now = new HashSet<>(quota.at("spec", "scopes").list().texts());
        Set<String> before = new HashSet<>(old.object("spec").list("scopes").texts());
        if (!now.equals(before)) {
            quota.at("spec", "scopes").invalid(Immutable.MESSAGE);
        }
    }
}
