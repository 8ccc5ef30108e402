package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.cel.DeviceEnvironment;
import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Place;

/// Rules for expressions that select devices.
final class SelectorRules {
    private static final int LIMIT = 32;
    private static final int EXPRESSION_LIMIT_BYTES = 10 * 1024;

    private SelectorRules() {}

    /// @param kept whether the expressions stood in the old object, where they were sound
    static void check(Place selectors, boolean kept) {
        Bounded.list(selectors, LIMIT, selector -> {
            if (selector.at("cel").isAbsent()) {
                selector.at("cel").required("");
            } else if (!kept) {
                expression(selector.at("cel", "expression"));
            }
        });
    }

    private static void expression(Place expression) {
        if (expression.text().length() > EXPRESSION_LIMIT_BYTES) {
            expression.tooLong(EXPRESSION_LIMIT_BYTES);
            return;
        }
        DeviceEnvironment.problem(expression.text()).ifPresent(expression::invalidText);
    }
}
