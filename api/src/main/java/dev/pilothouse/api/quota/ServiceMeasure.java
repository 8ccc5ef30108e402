package dev.pilothouse.api.quota;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// Services: their number, and what the expensive types take.
record ServiceMeasure() implements Measure {
    private static final Set<String> NAMES =
            Set.of("count/services", "services", "services.nodeports", "services.loadbalancers");

    @Override
    public boolean counts(String name) {
        return NAMES.contains(name);
    }

    @Override
    public boolean countsUpdates(String subresource) {
        return subresource.isEmpty();
    }

    @Override
    public Usage of(ObjectTree service, Instant now) {
        ObjectTree spec = service.object("spec");
        boolean balanced = spec.text("type").equals("LoadBalancer");
        return new Usage(Map.of(
                "count/services", Usage.one(),
                "services", Usage.one(),
                "services.loadbalancers", balanced ? Usage.one() : Quantity.ZERO,
                "services.nodeports", Quantity.of(nodePorts(spec), Quantity.Format.DECIMAL_SI)));
    }

    /// Those that it is going to have: at admission none is allocated yet.
    private static long nodePorts(ObjectTree spec) {
        boolean unwanted = spec.has("allocateLoadBalancerNodePorts") && !spec.bool("allocateLoadBalancerNodePorts");
        return switch (spec.text("type")) {
            case "NodePort" -> spec.list("ports").size();
            case "LoadBalancer" ->
                unwanted
                        ? spec.list("ports").objects().stream()
                                .filter(port -> port.number("nodePort") != 0)
                                .count()
                        : spec.list("ports").size();
            default -> 0;
        };
    }
}
