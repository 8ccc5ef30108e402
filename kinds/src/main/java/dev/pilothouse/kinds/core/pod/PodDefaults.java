package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;
import java.util.Map;

/// Defaults that a pod has and a template hasn't: they are decided when the pod is made.
final class PodDefaults {
    private PodDefaults() {}

    static ObjectTree of(ObjectTree spec) {
        ObjectTree filled = Fill.missing(spec, "enableServiceLinks", true);
        filled = Fill.each(filled, "containers", PodDefaults::requestsFromLimits);
        filled = Fill.each(filled, "initContainers", PodDefaults::requestsFromLimits);
        filled = Fill.inside(filled, "resources", new WholePod(filled)::resources);
        if (filled.bool("hostNetwork")) {
            filled = Fill.each(filled, "containers", PodDefaults::hostPorts);
            filled = Fill.each(filled, "initContainers", PodDefaults::hostPorts);
        }
        return PodSpecDefaults.of(filled);
    }

    private static ObjectTree requestsFromLimits(ObjectTree container) {
        return Fill.inside(container, "resources", PodDefaults::limitsAsRequests);
    }

    private static ObjectTree limitsAsRequests(ObjectTree resources) {
        ObjectTree limits = resources.object("limits");
        ObjectTree before = resources.object("requests");
        ObjectTree requests = before;
        for (ObjectTree.Cursor c = limits.cursor(); c.next(); ) {
            requests = Fill.missing(requests, c.name(), c.value());
        }
        return requests == before ? resources : resources.with("requests", requests);
    }

    /// A container on the host's network listens where it says it does.
    private static ObjectTree hostPorts(ObjectTree container) {
        return Fill.each(
                container, "ports", port -> Fill.number(port, "hostPort", port.number("containerPort")));
    }

    /// Resources of the pod as a whole (KEP-2837): what is only partly said is completed from the containers.
    private record WholePod(ObjectTree spec) {

        ObjectTree resources(ObjectTree resources) {
            ObjectTree limits = resources.object("limits");
            if (limits.isEmpty()) {
                return resources;
            }
            ObjectTree requests = resources.object("requests");
            for (Map.Entry<String, Quantity> sum : Aggregate.requests(spec).entrySet()) {
                if (ResourceNames.isOvercommitted(sum.getKey()) && ResourceNames.isForWholePods(sum.getKey())) {
                    requests = Fill.missing(
                            requests, sum.getKey(), sum.getValue().toString());
                }
            }
            for (ObjectTree.Cursor c = limits.cursor(); c.next(); ) {
                if (ResourceNames.isForWholePods(c.name())) {
                    requests = Fill.missing(requests, c.name(), c.value());
                }
            }
            return requests.isEmpty() ? resources : resources.with("requests", requests);
        }
    }
}
