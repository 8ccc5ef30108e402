package dev.pilothouse.kinds.scheduling;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.Map;
import java.util.Optional;

/// Rules for priority classes.
final class PriorityClassRules {
    private static final long HIGHEST = 1_000_000_000;
    private static final String SYSTEM = "system-";

    /// The classes of the cluster itself, above all others. None of them is the default.
    private static final Map<String, Long> SYSTEM_CLASSES =
            Map.of("system-cluster-critical", 2 * HIGHEST, "system-node-critical", 2 * HIGHEST + 1000);

    private static final Check POLICY = Checks.requiredOneOf("PreemptLowerPriority", "Never");

    private PriorityClassRules() {}

    static void check(Place priority) {
        Place name = priority.at("metadata", "name");
        if (name.text().startsWith(SYSTEM)) {
            wrong(priority, name.text())
                    .ifPresent(error -> name.forbidden("priority class names with '" + SYSTEM
                            + "' prefix are reserved for system use only. error: " + error));
        } else if (priority.at("value").number() > HIGHEST) {
            priority.at("value").forbidden("maximum allowed value of a user defined priority is " + HIGHEST);
        }
        priority.at("preemptionPolicy").check(POLICY);
    }

    private static Optional<String> wrong(Place priority, String name) {
        Long value = SYSTEM_CLASSES.get(name);
        if (value == null) {
            return Optional.of(name + " is not a known system priority class");
        }
        if (priority.at("value").number() != value) {
            return Optional.of("value of " + name + " PriorityClass must be " + value);
        }
        return priority.at("globalDefault").bool()
                ? Optional.of("globalDefault of " + name + " PriorityClass must be false")
                : Optional.empty();
    }

    static void checkUpdate(Place priority, ObjectTree old) {
        if (priority.at("value").number() != old.number("value")) {
            priority.at("value").forbidden("may not be changed in an update.");
        }
        Immutable.check(priority.at("preemptionPolicy"), old.get("preemptionPolicy"));
    }
}
