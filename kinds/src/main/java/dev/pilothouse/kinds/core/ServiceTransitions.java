package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Immutable;
import java.util.List;

/// What follows from a service's type, and from a change of it. A client that speaks of `type` alone must not be
/// refused over fields that only the old type had: those that it left as they were are cleared for it.
final class ServiceTransitions {
    private ServiceTransitions() {}

    static ObjectTree created(ObjectTree service) {
        return Fill.under(service, "spec", spec -> addresses(spec, ObjectTree.EMPTY));
    }

    static ObjectTree updated(ObjectTree service, ObjectTree old) {
        ObjectTree before = old.object("spec");
        return Fill.under(
                service, "spec", spec -> cleared(addresses(inherited(spec, before), before), before));
    }

    /// A client that doesn't know of the addresses that were handed out keeps them, as long as the type needs them.
    private static ObjectTree inherited(ObjectTree spec, ObjectTree before) {
        boolean external = spec.text("type").equals("ExternalName");
        boolean wasExternal = before.text("type").equals("ExternalName");
        ObjectTree kept = spec;
        if (!external && !wasExternal) {
            if (kept.text("clusterIP").isEmpty() && kept.list("clusterIPs").isEmpty()) {
                kept = kept.with("clusterIP", before.get("clusterIP")).with("clusterIPs", before.get("clusterIPs"));
            }
            if (kept.list("ipFamilies").isEmpty() && kept.get("ipFamilyPolicy").isNull()) {
                kept = kept.with("ipFamilies", before.get("ipFamilies"))
                        .with("ipFamilyPolicy", before.get("ipFamilyPolicy"));
            }
        }
        if (needsNodePorts(kept) && needsNodePorts(before)) {
            kept = withNodePorts(kept, before);
        }
        if (needsHealthCheck(kept) && needsHealthCheck(before)) {
            kept = Fill.number(kept, "healthCheckNodePort", before.number("healthCheckNodePort"));
        }
        return kept;
    }

    private static ObjectTree withNodePorts(ObjectTree spec, ObjectTree before) {
        return Fill.each(spec, "ports", port -> {
            if (port.number("nodePort") != 0) {
                return port;
            }
            for (ObjectTree old : before.list("ports").objects()) {
                boolean same = old.number("port") == port.number("port")
                        && old.text("protocol").equals(port.text("protocol"));
                if (same && old.number("nodePort") != 0 && !isTaken(spec, old)) {
                    return port.with("nodePort", old.get("nodePort"));
                }
            }
            return port;
        });
    }

    private static boolean isTaken(ObjectTree spec, ObjectTree old) {
        return spec.list("ports").objects().stream()
                .anyMatch(port -> port.number("nodePort") == old.number("nodePort")
                        && port.text("protocol").equals(old.text("protocol")));
    }

    /// `clusterIP` is the first of `clusterIPs`; a client that knows only one of them is understood.
    private static ObjectTree addresses(ObjectTree spec, ObjectTree before) {
        String first = spec.text("clusterIP");
        ListTree all = spec.list("clusterIPs");
        if (before.isEmpty()) {
            return !first.isEmpty() && all.isEmpty() ? spec.with("clusterIPs", ListTree.of(Tree.of(first))) : spec;
        }
        boolean firstChanged = !first.equals(before.text("clusterIP"));
        boolean allSame = Immutable.same(all, before.get("clusterIPs"));
        if (firstChanged && first.isEmpty() && allSame) {
            return spec.without("clusterIPs");
        }
        if (firstChanged && allSame) {
            return spec.with("clusterIPs", ListTree.of(Tree.of(first)));
        }
        return spec;
    }

    private static ObjectTree cleared(ObjectTree spec, ObjectTree before) {
        ObjectTree kept = spec;
        if (usesClusterIp(before) && !usesClusterIp(kept)) {
            kept = clearSame(kept, before, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
        }
        // Ports that a balancer was given stay its own when no more are wanted.
        if (mayHaveNodePorts(before) && !mayHaveNodePorts(kept) && sameNodePorts(kept, before)) {
            kept = Fill.each(kept, "ports", port -> port.without("nodePort"));
        }
        if (needsHealthCheck(before) && !needsHealthCheck(kept)) {
            kept = clearSame(kept, before, "healthCheckNodePort");
        }
        if (isBalanced(before) && !isBalanced(kept)) {
            kept = clearSame(kept, before, "allocateLoadBalancerNodePorts", "loadBalancerClass");
        }
        if (ServiceDefaults.isReachableFromOutside(before) && !ServiceDefaults.isReachableFromOutside(kept)) {
            kept = clearSame(kept, before, "externalTrafficPolicy");
        }
        return kept;
    }

    private static ObjectTree clearSame(ObjectTree spec, ObjectTree before, String... fields) {
        ObjectTree kept = spec;
        for (String field : fields) {
            if (Immutable.same(kept.get(field), before.get(field))) {
                kept = kept.without(field);
            }
        }
        return kept;
    }

    private static boolean sameNodePorts(ObjectTree spec, ObjectTree before) {
        return nodePorts(spec).equals(nodePorts(before));
    }

    private static List<Long> nodePorts(ObjectTree spec) {
        return spec.list("ports").objects().stream()
                .map(port -> port.number("nodePort"))
                .toList();
    }

    private static boolean usesClusterIp(ObjectTree spec) {
        return !spec.text("type").equals("ExternalName");
    }

    private static boolean isBalanced(ObjectTree spec) {
        return spec.text("type").equals("LoadBalancer");
    }

    private static boolean mayHaveNodePorts(ObjectTree spec) {
        return spec.text("type").equals("NodePort") || isBalanced(spec);
    }

    static boolean needsNodePorts(ObjectTree spec) {
        return spec.text("type").equals("NodePort")
                || isBalanced(spec)
                        && (spec.get("allocateLoadBalancerNodePorts").isNull()
                                || spec.bool("allocateLoadBalancerNodePorts"));
    }

    static boolean needsHealthCheck(ObjectTree spec) {
        return isBalanced(spec) && spec.text("externalTrafficPolicy").equals("Local");
    }
}
