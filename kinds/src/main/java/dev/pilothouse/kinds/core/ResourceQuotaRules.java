package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.ResourceRules;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for quotas.
final class ResourceQuotaRules {
    private static final Set<String> SCOPES = Set.of(
            "Terminating",
            "NotTerminating",
            "BestEffort",
            "NotBestEffort",
            "PriorityClass",
            "CrossNamespacePodAffinity",
            "VolumeAttributesClass");
    private static final List<List<String>> OPPOSITES =
            List.of(List.of("BestEffort", "NotBestEffort"), List.of("Terminating", "NotTerminating"));

    private ResourceQuotaRules() {}

    static void check(Place quota) {
        Place spec = quota.at("spec");
        amounts(spec.at("hard"));
        Place scopes = spec.at("scopes");
        Set<String> all = new HashSet<>(scopes.list().texts());
        if (!SCOPES.containsAll(all)) {
            scopes.invalid("unsupported scope");
        }
        if (OPPOSITES.stream().anyMatch(all::containsAll)) {
            scopes.invalid("conflicting scopes");
        }
    }

    static void status(Place quota) {
        amounts(quota.at("status", "hard"));
        amounts(quota.at("status", "used"));
    }

    private static void amounts(Place amounts) {
        amounts.eachKey(entry -> {
            entry.invalidEach(entry.name(), NameRules.qualifiedName(entry.name()));
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
