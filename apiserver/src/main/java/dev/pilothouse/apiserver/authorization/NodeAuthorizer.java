package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.rbac.v1.ClusterRole;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What a kubelet may do: what the rules of the role `system:node` say, and of the objects that are somebody's own only those
/// that have to do with its node (upstream's Node authorizer).
///
/// N1 A node reads the secrets, config maps, claims and service accounts of pods that are bound to it, and no others.
/// N2 A node reads and writes its own Node, Lease and CSINode.
public final class NodeAuthorizer implements Authorizer {
    private static final String USER_PREFIX = "system:node:";
    private static final String GROUP = "system:nodes";
    private static final String ROLE = "system:node";
    private static final String LEASES = "kube-node-lease";

    /// What a node may do with the objects that are about itself alone.
    private static final Set<String> OWN = Set.of("get", "create", "update", "patch", "delete");

    private static final Set<String> READ = Set.of("get", "list", "watch");

    private final PolicyReads reads;

    public NodeAuthorizer(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public Opinion decide(Attributes a) {
        Optional<String> node = nodeOf(a.identity());
        if (node.isEmpty() || !a.isResource()) {
            return Opinion.NONE;
        }
        String name = node.get();
        return switch (a.group() + "/" + a.resource()) {
            case "/secrets" -> readReferenced(a, name, pod -> PodReferences.secrets(pod).contains(a.name()));
            case "/configmaps" -> readReferenced(a, name, pod -> PodReferences.configMaps(pod).contains(a.name()));
            case "/persistentvolumeclaims" ->
                a.subresource().equals("status")
                        ? byRules(a)
                        : readReferenced(a, name, pod -> PodReferences.claims(pod).contains(a.name()));
            case "/serviceaccounts" -> serviceAccount(a, name);
            case "/nodes" ->
                a.verb().equals("get") && !a.name().equals(name)
                        ? Opinion.none("node '" + name + "' cannot read '" + a.name() + "', only its own Node object")
                        : byRules(a);
            case "/pods" -> a.verb().equals("get") && a.subresource().isEmpty() ? ownPod(a, name) : byRules(a);
            case "coordination.k8s.io/leases" -> own(a, name, "node lease");
            case "storage.k8s.io/csinodes" -> own(a, name, "CSINode");
            default -> byRules(a);
        };
    }

    private static Optional<String> nodeOf(Identity identity) {
        boolean isNode = identity.user().startsWith(USER_PREFIX) && identity.isIn(GROUP);
        return isNode ? Optional.of(identity.user().substring(USER_PREFIX.length())) : Optional.empty();
    }

    private Opinion readReferenced(Attributes a, String node, Predicate<ObjectTree> refers) {
        if (!READ.contains(a.verb()) || !a.subresource().isEmpty()) {
            return Opinion.none("can only read resources of this type");
        }
        if (a.name().isEmpty()) {
            return Opinion.none("No Object name found");
        }
        return related(a, node, refers);
    }

    private Opinion serviceAccount(Attributes a, String node) {
        boolean asksForToken = a.subresource().equals("token") && a.verb().equals("create");
        boolean looksItUp = a.subresource().isEmpty() && a.verb().equals("get");
        return asksForToken || looksItUp
                ? related(a, node, pod -> Pod.of(pod).spec().serviceAccountName().equals(a.name()))
                : Opinion.none("can only get serviceaccounts, or create their tokens");
    }

    private Opinion related(Attributes a, String node, Predicate<ObjectTree> refers) {
        boolean related = reads.list(Pod.RESOURCE, a.namespace()).stream()
                .anyMatch(pod -> Pod.of(pod).spec().nodeName().equals(node) && refers.test(pod));
        return related ? Opinion.allow("") : unrelated(node);
    }

    private Opinion ownPod(Attributes a, String node) {
        return reads.get(Pod.RESOURCE, a.namespace(), a.name())
                        .filter(pod -> Pod.of(pod).spec().nodeName().equals(node))
                        .isPresent()
                ? Opinion.allow("")
                : unrelated(node);
    }

    private static Opinion unrelated(String node) {
        return Opinion.none("no relationship found between node '" + node + "' and this object");
    }

    private Opinion own(Attributes a, String node, String noun) {
        if (!OWN.contains(a.verb())) {
            return Opinion.none("can only get, create, update, patch, or delete a " + noun);
        }
        if (a.resource().equals("leases") && !a.namespace().equals(LEASES)) {
            return Opinion.none("can only access leases in the \"" + LEASES + "\" system namespace");
        }
        // A creation doesn't name its object yet: NodeRestriction looks at what is sent.
        if (!a.verb().equals("create") && !a.name().equals(node)) {
            return Opinion.none("can only access " + noun + " with the same name as the requesting node");
        }
        return byRules(a);
    }

    private Opinion byRules(Attributes a) {
        List<ObjectTree> rules = reads.get(ClusterRole.RESOURCE, "", ROLE)
                .map(role -> role.list("rules").objects())
                .orElse(List.of());
        return rules.stream().anyMatch(rule -> Rbac.allows(rule, a)) ? Opinion.allow("") : Opinion.NONE;
    }
}
