package dev.pilothouse.kinds.rules;

/// One rule about one place. Rules are values: a kind's table of them is a constant, put together from [Checks].
@FunctionalInterface
public interface Check {
    /// Reports to the place's problems what is wrong; says nothing about a sound value.
    void check(Place place);

    /// This rule, then the next one on the same place.
    default Check and(Check next) {
        return place -> {
            check(place);
            next.check(place);
        };
    }
}
