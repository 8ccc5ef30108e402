package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Counts;
import dev.pilothouse.kinds.rules.Place;

/// Rules for what a job's controller reports.
final class JobStatusRules {
    private JobStatusRules() {}

    /// @param old the whole job before
    static void check(Place status, ObjectTree old) {
        Counts.nonNegative(status, "active", "succeeded", "failed", "ready", "terminating");
        Place counted = status.at("uncountedTerminatedPods");
        for (String list : new String[] {"succeeded", "failed"}) {
            counted.at(list).each(uid -> {
                if (uid.isEmpty()) {
                    uid.invalidText("must not be empty");
                }
            });
        }
        ObjectTree before = old.object("status");
        if (status.at("succeeded").number() < 0 || before.isEmpty()) {
            return;
        }
        boolean finished = isTrue(before, "Complete") || isTrue(before, "Failed");
        if (finished && !isTrue(status.object(), "Complete") && !isTrue(status.object(), "Failed")) {
            status.at("conditions").invalid("cannot remove a terminal condition");
        }
    }

    private static boolean isTrue(ObjectTree status, String type) {
        return status.list("conditions").objects().stream()
                .anyMatch(condition -> condition.text("type").equals(type)
                        && condition.text("status").equals("True"));
    }
}
