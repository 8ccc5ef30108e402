package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Place;

/// While a pod waits at a gate, the choice of its node may become narrower.
final class GatedPodRules {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String ONLY_ADDITIONS = "only additions are allowed (no mutations or deletions)";

    private GatedPodRules() {}

    /// The specification with the old choice of nodes, once the new one has been judged.
    static ObjectTree check(Place spec, ObjectTree settled, ObjectTree before) {
        nodeSelector(spec.at("nodeSelector"), before.object("nodeSelector"));
        ObjectTree rest = PodUpdateRules.with(settled, "nodeSelector", before.get("nodeSelector"));
        Place affinity = spec.at("affinity");
        Tree node = before.object("affinity").get("nodeAffinity");
        if (affinity.at("nodeAffinity").value().equals(node)) {
            return rest;
        }
        nodeAffinity(affinity.at("nodeAffinity", REQUIRED), node.asObject().object(REQUIRED));
        ObjectTree other = PodUpdateRules.with(affinity.object(), "nodeAffinity", node);
        return other.isEmpty() && !before.has("affinity")
                ? rest.without("affinity")
                : rest.with("affinity", other);
    }

    private static void nodeSelector(Place now, ObjectTree before) {
        for (ObjectTree.Cursor c = before.cursor(); c.next(); ) {
            if (!now.object().get(c.name()).equals(c.value())) {
                now.invalid("only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                return;
            }
        }
    }

    private static void nodeAffinity(Place required, ObjectTree before) {
        ListTree old = before.list("nodeSelectorTerms");
        Place terms = required.at("nodeSelectorTerms");
        if (old.isEmpty()) {
            return;
        }
        if (terms.list().size() != old.size()) {
            terms.invalid("no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        terms.each(term -> {
            if (!isNarrower(term.object(), old.get(term.index()).asObject())) {
                term.invalid(ONLY_ADDITIONS);
            }
        });
    }

    private static boolean isNarrower(ObjectTree now, ObjectTree before) {
        ListTree expressions = before.list("matchExpressions");
        ListTree fields = before.list("matchFields");
        if (expressions.isEmpty() && fields.isEmpty()) {
            return now.list("matchExpressions").isEmpty() && now.list("matchFields").isEmpty();
        }
        return contains(now.list("matchExpressions"), expressions) && contains(now.list("matchFields"), fields);
    }

    private static boolean contains(ListTree all, ListTree some) {
        return some.stream().allMatch(one -> all.stream().anyMatch(one::equals));
    }
}
