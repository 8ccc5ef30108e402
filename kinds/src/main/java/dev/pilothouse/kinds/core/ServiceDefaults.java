package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Fill;

/// Defaults of a service; most depend on its type.
final class ServiceDefaults {
    private static final long AFFINITY_SECONDS = 10800;

    private ServiceDefaults() {}

    static ObjectTree of(ObjectTree service) {
        ObjectTree filled = Fill.under(service, "spec", ServiceDefaults::spec);
        if (!filled.object("spec").text("type").equals("LoadBalancer")) {
            return filled;
        }
        return Fill.inside(
                filled,
                "status",
                status -> Fill.inside(
                        status, "loadBalancer", balancer -> Fill.each(balancer, "ingress", ServiceDefaults::ingress)));
    }

    private static ObjectTree ingress(ObjectTree ingress) {
        return ingress.text("ip").isEmpty() ? ingress : Fill.missing(ingress, "ipMode", "VIP");
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = affinity(Fill.text(spec, "sessionAffinity", "None"));
        filled = Fill.text(filled, "type", "ClusterIP");
        filled = Fill.each(filled, "ports", ServiceDefaults::port);
        if (isReachableFromOutside(filled)) {
            filled = Fill.text(filled, "externalTrafficPolicy", "Cluster");
        }
        return switch (filled.text("type")) {
            case "ClusterIP", "NodePort" -> Fill.missing(filled, "internalTrafficPolicy", "Cluster");
            case "LoadBalancer" ->
                Fill.missing(
                        Fill.missing(filled, "internalTrafficPolicy", "Cluster"),
                        "allocateLoadBalancerNodePorts",
                        true);
            default -> filled;
        };
    }

    private static ObjectTree affinity(ObjectTree spec) {
        return switch (spec.text("sessionAffinity")) {
            case "None" -> spec.without("sessionAffinityConfig");
            case "ClientIP" ->
                spec.at("sessionAffinityConfig", "clientIP", "timeoutSeconds").isNull()
                        ? spec.with(
                                "sessionAffinityConfig",
                                ObjectTree.EMPTY.withAt(Tree.of(AFFINITY_SECONDS), "clientIP", "timeoutSeconds"))
                        : spec;
            default -> spec;
        };
    }

    private static ObjectTree port(ObjectTree port) {
        ObjectTree filled = Fill.text(port, "protocol", "TCP");
        Tree target = filled.get("targetPort");
        boolean unset = target.asText().isEmpty() && target.asLong() == 0;
        return unset ? filled.with("targetPort", filled.number("port")) : filled;
    }

    static boolean isReachableFromOutside(ObjectTree spec) {
        return switch (spec.text("type")) {
            case "LoadBalancer", "NodePort" -> true;
            case "ClusterIP" -> !spec.list("externalIPs").isEmpty();
            default -> false;
        };
    }
}
