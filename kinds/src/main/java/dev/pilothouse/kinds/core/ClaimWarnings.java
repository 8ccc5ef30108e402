package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;

/// What a claim asks for in vain.
public final class ClaimWarnings {
    private ClaimWarnings() {}

    /// @param spec of a claim or of a template for claims; may be missing
    public static void ofSpec(Place spec, Warnings told) {
        Place resources = spec.at("resources");
        fractional(resources.at("requests").key("storage"), told);
        fractional(resources.at("limits").key("storage"), told);
    }

    /// Warns of a share of a byte.
    public static void fractional(Place bytes, Warnings told) {
        Quantity asked = Quantities.parse(bytes.text());
        if (!Quantities.isWhole(asked)) {
            told.add(
                    bytes,
                    "fractional byte value " + GoText.quote(asked.toString()) + " is invalid, must be an integer");
        }
    }
}
