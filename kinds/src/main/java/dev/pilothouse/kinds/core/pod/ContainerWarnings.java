package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.kinds.core.ClaimWarnings;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one container says in vain.
final class ContainerWarnings {
    private static final List<String> BYTES = List.of("memory", "ephemeral-storage");

    private ContainerWarnings() {}

    static void of(Place container, Warnings told) {
        Place resources = container.at("resources");
        for (String bytes : BYTES) {
            ClaimWarnings.fractional(resources.at("limits").key(bytes), told);
            ClaimWarnings.fractional(resources.at("requests").key(bytes), told);
        }
        environment(container.at("env"), told);
    }

    /// A variable may be built upon an earlier one of its name; else it hides that one, and apply, which knows variables
    /// by name, may drop it.
    private static void environment(Place variables, Warnings told) {
        Set<String> seen = new HashSet<>();
        variables.each(variable -> {
            String name = variable.at("name").text();
            if (!seen.add(name) && !buildsOn(name, variable)) {
                told.add(
                        variable,
                        "hides previous definition of " + GoText.quote(name)
                                + ", which may be dropped when using apply");
            }
        });
    }

    private static boolean buildsOn(String name, Place variable) {
        String value = variable.at("value").text();
        String reference = "$(" + name + ")";
        return variable.at("valueFrom").isAbsent() && value.contains(reference) && !value.equals(reference);
    }
}
