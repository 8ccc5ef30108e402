package dev.pilothouse.kinds.resource;

import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for the conditions that decide whether a device that was chosen for a pod is ready, or won't ever be.
final class ConditionNameRules {
    private static final int LIMIT = 4;
    private static final String READY = "bindingConditions";
    private static final String FAILED = "bindingFailureConditions";

    private ConditionNameRules() {}

    static void check(Place device) {
        Place ready = device.at(READY);
        Place failed = device.at(FAILED);
        Bounded.list(ready, LIMIT, Checks.QUALIFIED_NAME);
        Bounded.list(failed, LIMIT, Checks.QUALIFIED_NAME);
        List<String> names = ready.list().texts();
        Set<String> seen = new HashSet<>();
        ready.each(name -> {
            if (!seen.add(name.text())) {
                name.duplicate();
            }
        });
        Set<String> seenFailed = new HashSet<>();
        failed.each(name -> {
            if (!seenFailed.add(name.text())) {
                name.duplicate();
            }
            if (names.contains(name.text())) {
                name.invalid(FAILED + " must not overlap with " + READY);
            }
        });
        if (ready.isEmpty() && !failed.isEmpty()) {
            ready.invalid(READY + " are required to use " + FAILED);
        }
        if (failed.isEmpty() && !ready.isEmpty()) {
            failed.invalid(FAILED + " are required to use " + READY);
        }
    }
}
