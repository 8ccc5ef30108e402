package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Which of some pods can't go without breaking a disruption budget.
record Budgets(Collection<ObjectTree> budgets) {

    /// The pods that break a budget when all of these go, in this order.
    List<PodState> broken(List<PodState> pods) {
        List<Allowed> left = budgets.stream().map(Allowed::new).toList();
        List<PodState> broken = new ArrayList<>();
        for (PodState pod : pods) {
            boolean breaks = false;
            for (Allowed budget : left) {
                breaks |= budget.covers(pod) && --budget.count < 0;
            }
            if (breaks) {
                broken.add(pod);
            }
        }
        return broken;
    }

    private static final class Allowed {
        private final String namespace;
        private final LabelSelector selector;
        private final ObjectTree going;
        private long count;

        Allowed(ObjectTree budget) {
            namespace = ObjectMeta.namespace(budget);
            selector = LabelSelector.of(budget.object("spec").get("selector"));
            going = budget.object("status").object("disruptedPods");
            count = budget.object("status").number("disruptionsAllowed");
        }

        /// Pods that are on their way out already have been counted.
        boolean covers(PodState pod) {
            return namespace.equals(pod.namespace())
                    && !pod.labels().isEmpty()
                    && !selector.isEverything()
                    && selector.matches(pod.labels())
                    && !going.has(pod.key().name());
        }
    }
}
