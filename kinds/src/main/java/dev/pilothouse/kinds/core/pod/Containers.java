package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// All containers of a pod, in the order in which rules look at them.
final class Containers {
    static final List<String> LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    private Containers() {}

    static void each(Place spec, Consumer<Place> visit) {
        for (String list : LISTS) {
            spec.at(list).each(visit);
        }
    }

    static Set<String> names(ObjectTree spec) {
        Set<String> names = new HashSet<>();
        for (String list : LISTS) {
            spec.list(list).objects().forEach(container -> names.add(container.text("name")));
        }
        return names;
    }

    static boolean isSidecar(ObjectTree initContainer) {
        return initContainer.text("restartPolicy").equals("Always");
    }
}
