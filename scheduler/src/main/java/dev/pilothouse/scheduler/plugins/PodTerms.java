package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.List;

/// One term of pod affinity: other pods by labels and namespaces, and the topology in which they count.
record PodTerms(LabelSelector selector, List<String> namespaces, LabelSelector namespaceSelector, String topologyKey) {

    /// @param owner the pod whose term it is: where the term names no namespace, its own counts
    static PodTerms of(ObjectTree term, PodState owner) {
        LabelSelector selector = LabelSelector.of(merged(term, owner));
        List<String> namespaces = term.list("namespaces").texts();
        Tree byLabels = term.get("namespaceSelector");
        if (namespaces.isEmpty() && byLabels.isNull()) {
            namespaces = List.of(owner.namespace());
        }
        return new PodTerms(
                selector,
                namespaces,
                byLabels.isNull() ? LabelSelector.NOTHING : LabelSelector.of(byLabels),
                term.text("topologyKey"));
    }

    /// The selector with the owner's own values of the keys that are to match, or not to (KEP-3633).
    private static Tree merged(ObjectTree term, PodState owner) {
        ObjectTree selector = term.object("labelSelector");
        if (!term.has("labelSelector")) {
            return term.get("labelSelector");
        }
        for (String[] each : new String[][] {{"matchLabelKeys", "In"}, {"mismatchLabelKeys", "NotIn"}}) {
            for (String key : term.list(each[0]).texts()) {
                if (owner.labels().has(key)) {
                    ObjectTree expression = ObjectTree.builder()
                            .put("key", key)
                            .put("operator", each[1])
                            .put("values", dev.pilothouse.api.tree.ListTree.of(owner.labels().get(key)))
                            .build();
                    selector = selector.with(
                            "matchExpressions", selector.list("matchExpressions").plus(expression));
                }
            }
        }
        return selector;
    }

    boolean matches(PodState other, Plugin.Cluster cluster) {
        boolean inNamespace = namespaces.contains(other.namespace())
                || namespaceSelector.matches(cluster.namespaceLabels(other.namespace()));
        return inNamespace && selector.matches(other.labels());
    }
}
