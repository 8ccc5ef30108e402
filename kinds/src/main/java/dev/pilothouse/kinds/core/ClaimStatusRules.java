package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.core.pod.ResourceNames;
import dev.pilothouse.kinds.core.pod.ResourceRules;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for what is told of a claim: what it has, and how far its growth has come.
final class ClaimStatusRules {
    private static final List<String> RESIZE_STATES = List.of(
            "ControllerResizeInProgress",
            "ControllerResizeInfeasible",
            "NodeResizeInProgress",
            "NodeResizeInfeasible",
            "NodeResizePending");

    private ClaimStatusRules() {}

    static void check(Place status) {
        status.at("capacity").eachKey(ResourceRules::amount);
        Place states = status.at("allocatedResourceStatuses");
        states.eachKey(state -> {
            name(states, state.name());
            if (!RESIZE_STATES.contains(state.text())) {
                // Told of the list, and shown by the resource's name instead of the state.
                states.problems().notSupported(states.path(), state.name(), RESIZE_STATES);
            }
        });
        Place allocated = status.at("allocatedResources");
        allocated.eachKey(amount -> {
            if (name(allocated, amount.name())) {
                ResourceRules.amount(amount);
            }
        });
    }

    /// Storage or somebody else's resource. Answers whether it is one.
    private static boolean name(Place list, String name) {
        List<String> broken = NameRules.qualifiedName(name);
        list.invalidEach(name, broken);
        if (!broken.isEmpty()) {
            return false;
        }
        boolean known = name.equals("storage") || !ResourceNames.isNative(name);
        if (!known) {
            list.problems().notSupported(list.path(), name, List.of("storage"));
        }
        return known;
    }
}
