package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The policies of one sort that have bindings, in the order of their names. Put together anew when one of them changes; a policy
/// that stays the same stays compiled.
final class PolicyBook {
    private static final Set<String> POLICIES = Set.of(
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings");

    /// A policy at work.
    record Bound(PolicyPlan plan, List<ObjectTree> bindings) {}

    private record Page(Object policies, Object bindings, List<Bound> bound) {}

    private final ExpressionTimes times;
    private final PolicyReads reads;
    private final GroupVersionResource policies;
    private final GroupVersionResource bindings;
    private volatile Page page = new Page(new Object(), new Object(), List.of());

    PolicyBook(PolicyReads reads, GroupVersionResource policies, GroupVersionResource bindings, ExpressionTimes times) {
        this.times = times;
        this.reads = reads;
        this.policies = policies;
        this.bindings = bindings;
    }

    /// The policies that look at the write, each with those of its bindings that do. Policies never look at policies: one that
    /// refuses everything can still be taken away.
    List<Bound> matching(AdmissionRequest request, Optional<ObjectTree> namespace) {
        GroupVersionResource id = request.resource().id();
        if (id.group().equals("admissionregistration.k8s.io") && POLICIES.contains(id.resource())) {
            return List.of();
        }
        List<Bound> matching = new ArrayList<>();
        for (Bound each : current()) {
            if (PolicyMatch.matches(each.plan().spec().object("matchConstraints"), request, namespace)) {
                List<ObjectTree> fitting = each.bindings().stream()
                        .filter(it -> PolicyMatch.matches(it.object("spec").object("matchResources"), request, namespace))
                        .toList();
                if (!fitting.isEmpty()) {
                    matching.add(new Bound(each.plan(), fitting));
                }
            }
        }
        return matching;
    }

    boolean isEmpty() {
        return current().isEmpty();
    }

    /// The namespace that a write goes to.
    Optional<ObjectTree> namespace(AdmissionRequest request) {
        return request.resource().namespaced() && !request.namespace().isEmpty()
                ? reads.get(Namespace.RESOURCE, "", request.namespace())
                        .or(() -> reads.getLatest(Namespace.RESOURCE, "", request.namespace()))
                : Optional.empty();
    }

    private List<Bound> current() {
        Object policiesNow = reads.version(policies);
        Object bindingsNow = reads.version(bindings);
        Page last = page;
        if (last.policies() == policiesNow && last.bindings() == bindingsNow) {
            return last.bound();
        }
        Map<ObjectTree, PolicyPlan> known = new HashMap<>();
        last.bound().forEach(each -> known.put(each.plan().policy(), each.plan()));
        List<ObjectTree> all = reads.list(bindings, "");
        List<Bound> bound = reads.list(policies, "").stream()
                .sorted(Comparator.comparing(policy -> policy.object("metadata").text("name")))
                .map(policy -> {
                    String name = policy.object("metadata").text("name");
                    List<ObjectTree> own = all.stream()
                            .filter(it -> it.object("spec").text("policyName").equals(name))
                            .toList();
                    return new Bound(known.containsKey(policy) ? known.get(policy) : new PolicyPlan(policy, times), own);
                })
                .filter(each -> !each.bindings().isEmpty())
                .toList();
        page = new Page(policiesNow, bindingsNow, bound);
        return bound;
    }
}
