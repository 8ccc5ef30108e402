package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.function.Function;

/// How `autoscaling/v1` Scale reads and writes a kind.
///
/// @param selector the selector as text, as `kubectl get -l` would take it
public record Scale(Function<ObjectTree, String> selector) {

    /// A kind that selects its pods by `spec.selector` with labels and expressions.
    public static final Scale BY_LABEL_SELECTOR = new Scale(
            object -> LabelSelector.of(object.object("spec").get("selector")).toString());

    public long replicas(ObjectTree object) {
        return object.object("spec").number("replicas");
    }

    public ObjectTree withReplicas(ObjectTree object, long replicas) {
        return object.withAt(Tree.of(replicas), "spec", "replicas");
    }

    public long observedReplicas(ObjectTree object) {
        return object.object("status").number("replicas");
    }
}
