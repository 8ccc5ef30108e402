package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;

/// Rules for when an indexed job has succeeded before all of its indexes have (KEP-3998).
final class SuccessPolicyRules {
    private static final int RULES_LIMIT = 20;
    private static final int INDEXES_LIMIT_BYTES = 64 * 1024;

    /// Why a list of indexes can't be read.
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private SuccessPolicyRules() {}

    static void check(Place policy, long completions) {
        Place rules = policy.at("rules");
        if (rules.isEmpty()) {
            rules.required("at least one rules must be specified when the successPolicy is specified");
        }
        if (rules.list().size() > RULES_LIMIT) {
            rules.tooMany(RULES_LIMIT);
        }
        rules.each(rule -> rule(rule, completions));
    }

    private static void rule(Place rule, long completions) {
        Place indexes = rule.at("succeededIndexes");
        Place count = rule.at("succeededCount");
        if (indexes.isAbsent() && count.isAbsent()) {
            rule.required("at least one of succeededCount or succeededIndexes must be specified");
            return;
        }
        long total = 0;
        if (indexes.isPresent()) {
            if (indexes.text().length() > INDEXES_LIMIT_BYTES) {
                indexes.tooLong(INDEXES_LIMIT_BYTES);
            }
            try {
                total = count(indexes.text(), completions);
            } catch (Malformed e) {
                indexes.invalid("error parsing succeededIndexes: " + e.getMessage());
            }
        }
        if (count.isPresent()) {
            Checks.NON_NEGATIVE.check(count);
            if (count.number() > completions) {
                count.invalid("must be less than or equal to " + completions + " (the number of specified completions)");
            }
            if (indexes.isPresent() && count.number() > total) {
                count.invalid("must be less than or equal to " + total
                        + " (the number of indexes in the specified succeededIndexes field)");
            }
        }
    }

    /// How many indexes a list like `0,2-4` has; they must rise.
    private static long count(String text, long completions) throws Malformed {
        if (text.isEmpty()) {
            return 0;
        }
        long total = 0;
        long previous = -1;
        for (String interval : text.split(",", -1)) {
            String[] bounds = interval.split("-", -1);
            if (bounds.length > 2) {
                throw new Malformed("the fragment " + GoText.quote(interval)
                        + " violates the requirement that an index interval can have at most two parts separated by '-'");
            }
            long first = index(bounds[0], completions);
            if (previous >= first) {
                throw new Malformed("non-increasing order, previous: " + previous + ", current: " + first);
            }
            long last = first;
            if (bounds.length == 2) {
                last = index(bounds[1], completions);
                if (first >= last) {
                    throw new Malformed("non-increasing order, previous: " + first + ", current: " + last);
                }
            }
            total += last - first + 1;
            previous = last;
        }
        return total;
    }

    private static long index(String text, long completions) throws Malformed {
        long index;
        try {
            index = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Malformed("cannot convert string to integer for index: " + GoText.quote(text));
        }
        if (index >= completions) {
            throw new Malformed("too large index: " + GoText.quote(text));
        }
        return index;
    }
}
