package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.Map;

/// Labels of nodes that have newer names. Source: reference "Well-Known Labels, Annotations and Taints".
public final class DeprecatedNodeLabels {
    private static final Map<String, String> ADVICE = Map.of(
            "beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
            "beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead",
            "failure-domain.beta.kubernetes.io/region",
                    "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
            "failure-domain.beta.kubernetes.io/zone",
                    "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
            "beta.kubernetes.io/instance-type",
                    "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead");

    private DeprecatedNodeLabels() {}

    /// A map of labels and values.
    public static void inMap(Place labels, Warnings told) {
        labels.eachKey(label -> {
            String advice = ADVICE.get(label.name());
            if (advice != null) {
                told.add(label, advice);
            }
        });
    }

    /// A map of labels and values, told of as a whole.
    public static void inWhole(Place labels, Warnings told) {
        labels.eachKey(label -> {
            String advice = ADVICE.get(label.name());
            if (advice != null) {
                told.add(labels, advice);
            }
        });
    }

    /// A selector of nodes by `matchLabels` and `matchExpressions`.
    public static void inSelector(Place selector, Warnings told) {
        inTerm(selector, false, told);
        Place labels = selector.at("matchLabels");
        labels.eachKey(label -> {
            String advice = ADVICE.get(label.name());
            if (advice != null) {
                told.add(labels.at(label.name()), advice);
            }
        });
    }

    /// A label's name as a value.
    public static void named(Place label, Warnings told) {
        String advice = ADVICE.get(label.text());
        if (advice != null) {
            told.add(label, label.text() + " is " + advice);
        }
    }

    /// @param values whether values that no label can have are told of; where they are refused they needn't be
    public static void inTerm(Place term, boolean values, Warnings told) {
        term.at("matchExpressions").each(expression -> {
            named(expression.at("key"), told);
            if (values) {
                expression.at("values").each(value -> NameRules.labelValue(value.text())
                        .forEach(broken -> told.add(value, value.text() + " is invalid, " + broken)));
            }
        });
    }
}
