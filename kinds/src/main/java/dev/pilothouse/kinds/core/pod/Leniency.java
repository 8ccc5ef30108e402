package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// Rules that came later than objects that break them. An update may keep what was there before it.
///
/// @param deletionCost the annotation of the deletion cost may be no number
/// @param selectorValues values in selectors of pods may be no label values
/// @param spreadSelectors the same in topology spread constraints
/// @param nodeValues the same in required node affinity
/// @param hugePages hugepages may be no multiple of their size
/// @param labelPolicies volumes may be labelled for SELinux in every way that there is
record Leniency(
        boolean deletionCost,
        boolean selectorValues,
        boolean spreadSelectors,
        boolean nodeValues,
        boolean hugePages,
        boolean labelPolicies) {
    static final Leniency NONE = new Leniency(false, false, false, false, false, false);

    /// What an object like the old one may keep.
    ///
    /// @param metadata of the old pod or template
    static Leniency towards(ObjectTree metadata, ObjectTree spec) {
        ObjectTree affinity = spec.object("affinity");
        return new Leniency(
                !PodAnnotations.isDeletionCost(metadata.object("annotations").text(PodAnnotations.DELETION_COST)),
                hasBadValue(affinity.object("podAffinity")) || hasBadValue(affinity.object("podAntiAffinity")),
                hasBadSpread(spec),
                hasBadNodeValue(affinity),
                ResourceRules.hasIndivisibleHugePages(spec),
                !spec.object("securityContext").get("seLinuxChangePolicy").isNull());
    }

    private static boolean hasBadValue(ObjectTree affinity) {
        for (ObjectTree term :
                affinity.list("requiredDuringSchedulingIgnoredDuringExecution").objects()) {
            if (hasBadSelector(term)) {
                return true;
            }
        }
        for (ObjectTree term :
                affinity.list("preferredDuringSchedulingIgnoredDuringExecution").objects()) {
            if (hasBadSelector(term.object("podAffinityTerm"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasBadSelector(ObjectTree term) {
        return hasBadExpression(term.object("labelSelector")) || hasBadExpression(term.object("namespaceSelector"));
    }

    private static boolean hasBadExpression(ObjectTree selector) {
        return selector.list("matchExpressions").objects().stream()
                .flatMap(expression -> expression.list("values").texts().stream())
                .anyMatch(Leniency::isBad);
    }

    private static boolean hasBadSpread(ObjectTree spec) {
        return spec.list("topologySpreadConstraints").objects().stream()
                .anyMatch(constraint -> hasBadExpression(constraint.object("labelSelector")));
    }

    private static boolean hasBadNodeValue(ObjectTree affinity) {
        Tree terms = affinity.at(
                "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
        return terms.asList().objects().stream().anyMatch(Leniency::hasBadExpression);
    }

    private static boolean isBad(String value) {
        List<String> broken = NameRules.labelValue(value);
        return !broken.isEmpty();
    }
}
