package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.Tolerations;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One rule of how pods are to be spread.
///
/// @param key the label whose values are the domains
/// @param minDomains how many domains there must be, or else the emptiest counts as empty
/// @param honorAffinity whether only nodes count that the pod selects
/// @param honorTaints whether only nodes count whose taints the pod tolerates
record SpreadRule(
        String key, long maxSkew, long minDomains, LabelSelector selector, boolean honorAffinity, boolean honorTaints) {
    static final String HOSTNAME = "kubernetes.io/hostname";

    /// How pods of a set are spread where they say nothing themselves.
    static List<SpreadRule> systemDefaults(LabelSelector selector) {
        return List.of(
                new SpreadRule(HOSTNAME, 3, 1, selector, true, false),
                new SpreadRule("topology.kubernetes.io/zone", 5, 1, selector, true, false));
    }

    /// The pod's own rules.
    ///
    /// @param when what is done where one can't be kept
    static List<SpreadRule> of(PodState pod, String when) {
        List<SpreadRule> all = new ArrayList<>();
        for (ObjectTree each : pod.spec().list("topologySpreadConstraints").objects()) {
            if (each.text("whenUnsatisfiable").equals(when)) {
                all.add(new SpreadRule(
                        each.text("topologyKey"),
                        each.number("maxSkew"),
                        each.get("minDomains").isNull() ? 1 : each.number("minDomains"),
                        each.get("labelSelector").isNull() ? LabelSelector.NOTHING : selector(each, pod),
                        !each.text("nodeAffinityPolicy").equals("Ignore"),
                        each.text("nodeTaintsPolicy").equals("Honor")));
            }
        }
        return all;
    }

    /// The selector with the pod's own values of the keys that are to match (KEP-3243).
    private static LabelSelector selector(ObjectTree constraint, PodState pod) {
        ObjectTree selector = constraint.object("labelSelector");
        for (String key : constraint.list("matchLabelKeys").texts()) {
            if (pod.labels().has(key)) {
                ObjectTree expression = ObjectTree.builder()
                        .put("key", key)
                        .put("operator", "In")
                        .put("values", ListTree.of(pod.labels().get(key)))
                        .build();
                selector = selector.with(
                        "matchExpressions", selector.list("matchExpressions").plus(expression));
            }
        }
        return LabelSelector.of(selector);
    }

    /// Whether the rule takes the node into account for the pod.
    ///
    /// @param isChoosy whether the pod selects nodes at all
    boolean counts(NodeState node, PodState pod, boolean isChoosy) {
        if (honorAffinity && isChoosy && !NodeAffinity.selects(pod, node)) {
            return false;
        }
        return !honorTaints
                || node.taints().stream()
                        .filter(taint -> !taint.text("effect").equals("PreferNoSchedule"))
                        .allMatch(taint -> Tolerations.tolerate(pod.spec().list("tolerations"), taint));
    }

    /// The sorts of pods on nodes that the rule is about, told apart by identity: there are few, and many nodes.
    Set<PodState.Alike> selected(PodState pod, Plugin.Cluster cluster) {
        Set<PodState.Alike> selected = Collections.newSetFromMap(new IdentityHashMap<>());
        for (PodState.Alike alike : cluster.alikes()) {
            if (alike.namespace().equals(pod.namespace()) && selector.matches(alike.labels())) {
                selected.add(alike);
            }
        }
        return selected;
    }

    /// How many pods of the selected sorts are on the node and stay there.
    static int pods(NodeState node, Set<PodState.Alike> selected) {
        int pods = 0;
        if (!selected.isEmpty()) {
            for (Map.Entry<PodState.Alike, Integer> each : node.staying().entrySet()) {
                pods += selected.contains(each.getKey()) ? each.getValue() : 0;
            }
        }
        return pods;
    }
}
