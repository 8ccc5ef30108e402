package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.meta.IntOrString;
import dev.pilothouse.api.meta.NameRules;

/// Rules for counts that may also be percentages.
public final class Shares {
    public static final Check NON_NEGATIVE = place -> {
        if (IntOrString.of(place.value()).isText()) {
            place.invalidEach(NameRules.percent(place.text()));
        } else {
            Checks.NON_NEGATIVE.check(place);
        }
    };

    public static final Check AT_MOST_ALL = place -> {
        if (percent(place) > 100) {
            place.invalid("must not be greater than 100%");
        }
    };

    private Shares() {}

    /// The percentage, or zero where there is none.
    private static int percent(Place place) {
        IntOrString value = IntOrString.of(place.value());
        return value.isPercent() ? value.scaled(100, true).orElse(0) : 0;
    }

    /// Zero as a count, or as a percentage.
    public static boolean isNone(Place place) {
        IntOrString value = IntOrString.of(place.value());
        return value.isText() ? percent(place) == 0 : value.number() == 0;
    }
}
