package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Fill;

/// Turns `matchLabelKeys` and `mismatchLabelKeys` into requirements on the labels that the pod has at its creation
/// (KEP-3633, KEP-3243).
final class LabelKeys {
    private final ObjectTree labels;

    private LabelKeys(ObjectTree labels) {
        this.labels = labels;
    }

    static ObjectTree merged(ObjectTree spec, ObjectTree labels) {
        LabelKeys keys = new LabelKeys(labels);
        ObjectTree merged = Fill.inside(
                spec,
                "affinity",
                affinity -> Fill.inside(
                        Fill.inside(affinity, "podAffinity", keys::terms), "podAntiAffinity", keys::terms));
        return Fill.each(merged, "topologySpreadConstraints", keys::into);
    }

    private ObjectTree terms(ObjectTree affinity) {
        ObjectTree merged = Fill.each(affinity, "requiredDuringSchedulingIgnoredDuringExecution", this::into);
        return Fill.each(
                merged,
                "preferredDuringSchedulingIgnoredDuringExecution",
                weighted -> Fill.inside(weighted, "podAffinityTerm", this::into));
    }

    /// A term without a selector fits no pod, whatever its keys.
    private ObjectTree into(ObjectTree term) {
        return Fill.inside(
                term,
                "labelSelector",
                selector -> plus(
                        plus(selector, term.list("matchLabelKeys"), "In"), term.list("mismatchLabelKeys"), "NotIn"));
    }

    private ObjectTree plus(ObjectTree selector, ListTree keys, String operator) {
        ListTree requirements = selector.list("matchExpressions");
        for (Tree key : keys) {
            Tree value = labels.get(key.asText());
            if (!value.isAbsent()) {
                requirements = requirements.plus(ObjectTree.builder()
                        .put("key", key)
                        .put("operator", operator)
                        .put("values", ListTree.of(value))
                        .build());
            }
        }
        return requirements.isEmpty() ? selector : selector.with("matchExpressions", requirements);
    }
}
