package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Timestamps;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules for lists of conditions. Source: API conventions "Typical status properties", `meta/v1` Condition.
public final class Conditions {
    private static final int REASON_LIMIT_BYTES = 1024;
    private static final int MESSAGE_LIMIT_BYTES = 32 * 1024;
    private static final String REASON = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private static final Pattern REASON_PATTERN = Pattern.compile(REASON);
    private static final Check STATUS = Checks.requiredOneOf("False", "True", "Unknown");

    private Conditions() {}

    public static void check(Place conditions) {
        Set<String> seen = new HashSet<>();
        conditions.each(condition -> {
            condition(condition);
            Place type = condition.at("type");
            if (!seen.add(type.text())) {
                type.duplicate(type.text());
            }
        });
    }

    private static void condition(Place condition) {
        Place type = condition.at("type");
        if (type.isEmpty()) {
            type.required("must be set");
        } else {
            type.invalidEach(NameRules.qualifiedName(type.text()));
        }
        STATUS.check(condition.at("status"));
        if (condition.at("observedGeneration").number() < 0) {
            condition.at("observedGeneration").invalidNumber("must be greater than or equal to zero");
        }
        Place time = condition.at("lastTransitionTime");
        if (Timestamps.parse(time.text()).isEmpty()) {
            time.required("must be set");
        }
        Place reason = condition.at("reason");
        if (reason.isEmpty()) {
            reason.required("must be set");
        } else if (reason.text().length() > REASON_LIMIT_BYTES) {
            reason.tooLong(REASON_LIMIT_BYTES);
        } else if (!REASON_PATTERN.matcher(reason.text()).matches()) {
            reason.invalid(NameRules.expression(
                    "a condition reason must start with alphabetic character, optionally followed by a string of"
                            + " alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'",
                    REASON,
                    "my_name",
                    "MY_NAME",
                    "MyName",
                    "ReasonA,ReasonB",
                    "ReasonA:ReasonB"));
        }
        Place message = condition.at("message");
        if (message.text().length() > MESSAGE_LIMIT_BYTES) {
            message.tooLong(MESSAGE_LIMIT_BYTES);
        }
    }
}
