package dev.pilothouse.kinds.node;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.pod.ResourceRules;
import dev.pilothouse.kinds.core.pod.SchedulingRules;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.Set;

/// Rules for runtime classes.
final class RuntimeClassRules {
    private RuntimeClassRules() {}

    static void check(Place object) {
        object.at("handler").check(Checks.required("", Checks.DNS_LABEL));
        // What is wrong with it is told of the overhead itself, upstream's name for the part is lost.
        ResourceRules.overhead(object.at("overhead").with(object.at("overhead", "podFixed").value()));
        Place scheduling = object.at("scheduling");
        Checks.LABELS.check(scheduling.at("nodeSelector"));
        Place tolerations = scheduling.at("tolerations");
        Set<Tree> seen = new HashSet<>();
        SchedulingRules.tolerations(tolerations);
        tolerations.each(toleration -> {
            if (!seen.add(toleration.value())) {
                toleration.duplicate();
            }
        });
    }

    static void checkUpdate(Place object, ObjectTree old) {
        Immutable.check(object.at("handler"), old.get("handler"));
        check(object);
    }
}
