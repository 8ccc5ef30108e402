package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.Map;
import java.util.TreeMap;

/// What all containers of a pod ask for together: those that run side by side are added up, an init container counts
/// only where it asks for more at its time than the pod will later (KEP-753).
public final class Aggregate {
    private Aggregate() {}

    /// The sum of what containers list under `resources.requests`.
    public static Map<String, Quantity> requests(ObjectTree spec) {
        Map<String, Quantity> total = new TreeMap<>();
        for (Tree container : spec.list("containers")) {
            add(total, listed(container.asObject()));
        }
        Map<String, Quantity> sidecars = new TreeMap<>();
        Map<String, Quantity> peak = new TreeMap<>();
        for (Tree tree : spec.list("initContainers")) {
            ObjectTree container = tree.asObject();
            Map<String, Quantity> now;
            if (container.text("restartPolicy").equals("Always")) {
                add(total, listed(container));
                add(sidecars, listed(container));
                now = sidecars;
            } else {
                now = new TreeMap<>(sidecars);
                add(now, listed(container));
            }
            now.forEach((name, quantity) -> peak.merge(name, quantity, Aggregate::larger));
        }
        peak.forEach((name, quantity) -> total.merge(name, quantity, Aggregate::larger));
        return total;
    }

    private static ObjectTree listed(ObjectTree container) {
        return container.object("resources").object("requests");
    }

    private static void add(Map<String, Quantity> total, ObjectTree resources) {
        for (ObjectTree.Cursor c = resources.cursor(); c.next(); ) {
            total.merge(c.name(), Quantities.parse(c.value().asText()), Quantity::plus);
        }
    }

    private static Quantity larger(Quantity a, Quantity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
