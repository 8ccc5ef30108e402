package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.tree.ObjectTree;

/// Rules for the counts in a workload's status.
public final class Counts {
    private Counts() {}

    public static void nonNegative(Place status, String... fields) {
        for (String field : fields) {
            Checks.NON_NEGATIVE.check(status.at(field));
        }
    }

    /// None of these is more than the whole.
    public static void atMost(Place status, String whole, String message, String... fields) {
        for (String field : fields) {
            if (status.at(field).number() > status.at(whole).number()) {
                status.at(field).invalidNumber(message);
            }
        }
    }

    /// The count of collisions of names only grows.
    public static void growing(Place status, ObjectTree old, String field) {
        Place now = status.at(field);
        boolean lost = now.isAbsent() && !old.get(field).isNull();
        if (lost || now.number() < old.number(field)) {
            now.invalidNumber("cannot be decremented");
        }
    }
}
