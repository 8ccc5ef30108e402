package dev.pilothouse.kinds.coordination;

import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;

/// Rules for leases.
final class LeaseRules {
    static final Check SPEC = Checks.at(
            "spec",
            Checks.at("leaseDurationSeconds", Checks.optional(Checks.POSITIVE)),
            Checks.at("leaseTransitions", Checks.optional(Checks.NON_NEGATIVE)));

    private LeaseRules() {}
}
