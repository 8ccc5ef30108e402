package dev.pilothouse.kinds.policy;

import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Counts;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Shares;
import java.util.List;

/// Rules for disruption budgets.
final class PodDisruptionBudgetRules {
    private static final Check EVICTION = Checks.optional(Checks.oneOf("AlwaysAllow", "IfHealthyBudget"));

    private PodDisruptionBudgetRules() {}

    static void check(Place budget) {
        Place spec = budget.at("spec");
        if (spec.at("minAvailable").isPresent() && spec.at("maxUnavailable").isPresent()) {
            spec.invalid("minAvailable and maxUnavailable cannot be both set");
        }
        for (String share : List.of("minAvailable", "maxUnavailable")) {
            spec.at(share).check(Checks.optional(Shares.NON_NEGATIVE, Shares.AT_MOST_ALL));
        }
        Checks.SELECTOR.check(spec.at("selector"));
        EVICTION.check(spec.at("unhealthyPodEvictionPolicy"));
    }

    static void status(Place status) {
        Counts.nonNegative(status, "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods");
    }
}
