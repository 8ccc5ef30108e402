package dev.pilothouse.controllers.nodelifecycle;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Map;

/// Labels that say the same as newer ones, for those who still select nodes by them.
final class OldLabels {
    private static final Map<String, String> BY_NEW = Map.of(
            "kubernetes.io/os", "beta.kubernetes.io/os",
            "kubernetes.io/arch", "beta.kubernetes.io/arch");

    private OldLabels() {}

    /// The node with an old label beside each of the new ones that it has.
    static ObjectTree on(ObjectTree node) {
        ObjectTree labelled = node;
        for (Map.Entry<String, String> label : BY_NEW.entrySet()) {
            String value = ObjectMeta.label(node, label.getKey());
            if (ObjectMeta.labels(node).has(label.getKey())
                    && !ObjectMeta.label(node, label.getValue()).equals(value)) {
                labelled = ObjectMeta.withLabel(labelled, label.getValue(), value);
            }
        }
        return labelled;
    }
}
