package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a pod is treated when its node runs short, as told from what it asks for.
public final class QualityOfService {
    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final Map<String, Quantity> requests = new TreeMap<>();
    private final Map<String, Quantity> limits = new TreeMap<>();
    private boolean everywhereLimited = true;

    private QualityOfService() {}

    /// `Guaranteed`, `Burstable` or `BestEffort`.
    ///
    /// @param spec of the pod
    public static String of(ObjectTree spec) {
        QualityOfService pod = new QualityOfService();
        if (spec.get("resources") instanceof ObjectTree whole && !isBare(whole)) {
            pod.count(whole);
        } else {
            for (Tree container : spec.list("containers")) {
                pod.count(container.asObject().object("resources"));
            }
            for (Tree container : spec.list("initContainers")) {
                pod.count(container.asObject().object("resources"));
            }
        }
        return pod.answer();
    }

    private static boolean isBare(ObjectTree resources) {
        return resources.object("requests").isEmpty()
                && resources.object("limits").isEmpty();
    }

    private void count(ObjectTree resources) {
        add(requests, resources.object("requests"));
        int limited = add(limits, resources.object("limits"));
        everywhereLimited &= limited == COUNTED.size();
    }

    /// How many of the counted resources are listed with more than nothing.
    private static int add(Map<String, Quantity> total, ObjectTree listed) {
        int found = 0;
        for (String name : COUNTED) {
            Quantity quantity = Quantities.of(listed, name);
            if (quantity.sign() > 0) {
                total.merge(name, quantity, Quantity::plus);
                found++;
            }
        }
        return found;
    }

    private String answer() {
        if (requests.isEmpty() && limits.isEmpty()) {
            return "BestEffort";
        }
        return everywhereLimited && requests.equals(limits) ? "Guaranteed" : "Burstable";
    }
}
