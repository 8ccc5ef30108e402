package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.function.Function;

/// How `autoscaling/v1` Scale reads and writes a kind.
///
/// @param wanted where the kind keeps how many replicas there are to be
/// @param observed where it keeps how many there are
/// @param selector the selector as text, as `kubectl get -l` would take it
public record Scale(List<String> wanted, List<String> observed, Function<ObjectTree, String> selector) {

    /// A kind that counts where all kinds of Kubernetes itself do.
    public Scale(Function<ObjectTree, String> selector) {
        this(List.of("spec", "replicas"), List.of("status", "replicas"), selector);
    }

    /// A kind that selects its pods by `spec.selector` with labels and expressions.
    public static final Scale BY_LABEL_SELECTOR = new Scale(
            object -> LabelSelector.of(object.object("spec").get("selector")).toString());

    public long replicas(ObjectTree object) {
        return object.at(wanted.toArray(String[]::new)).asLong();
    }

    public ObjectTree withReplicas(ObjectTree object, long replicas) {
        return object.withAt(Tree.of(replicas), wanted.toArray(String[]::new));
    }

    public long observedReplicas(ObjectTree object) {
        return object.at(observed.toArray(String[]::new)).asLong();
    }
}
