package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.table.Cells;
import java.util.Map;
import java.util.stream.Collectors;

/// What tables show of admission policies and their bindings.
final class PolicyCells {
    private PolicyCells() {}

    static String paramKind(ObjectTree policy) {
        return policy.object("spec").get("paramKind") instanceof ObjectTree kind
                ? kind.text("apiVersion") + "/" + kind.text("kind")
                : Cells.UNSET;
    }

    static String paramRef(ObjectTree binding) {
        if (!(binding.object("spec").get("paramRef") instanceof ObjectTree reference)) {
            return Cells.UNSET;
        }
        if (reference.get("selector") instanceof ObjectTree selector) {
            return goForm(selector);
        }
        return Cells.orElse(reference.text("namespace"), "*") + "/" + reference.text("name");
    }

    /// A selector as Go prints the struct: clients have always seen it so.
    private static String goForm(ObjectTree selector) {
        String labels = selector.object("matchLabels").texts().entrySet().stream()
                .map(PolicyCells::goForm)
                .collect(Collectors.joining());
        String expressions = selector.list("matchExpressions").objects().stream()
                .map(it -> "LabelSelectorRequirement{Key:" + it.text("key") + ",Operator:" + it.text("operator")
                        + ",Values:[" + String.join(" ", it.list("values").texts()) + "],},")
                .collect(Collectors.joining());
        return "&LabelSelector{MatchLabels:map[string]string{" + labels
                + "},MatchExpressions:[]LabelSelectorRequirement{" + expressions + "},}";
    }

    private static String goForm(Map.Entry<String, String> label) {
        return label.getKey() + ": " + label.getValue() + ",";
    }
}
