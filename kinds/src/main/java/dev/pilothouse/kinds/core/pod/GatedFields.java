package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Gated;
import java.util.List;
import java.util.function.UnaryOperator;

/// Parts of a pod that belong to features that are off. They vanish, except from a pod that has used the same feature
/// anywhere before.
final class GatedFields {
    private static final List<String> PROJECTIONS = List.of("clusterTrustBundle", "podCertificate");
    private static final String STOP_SIGNAL = "stopSignal";

    private GatedFields() {}

    /// @param old the specification before, empty for a new one
    static ObjectTree dropped(ObjectTree spec, ObjectTree old) {
        ObjectTree kept = Gated.without(spec, old, "schedulingGroup");
        for (String projection : PROJECTIONS) {
            if (kept.has("volumes") && !projects(old, projection)) {
                kept = Fill.each(kept, "volumes", volume -> withoutProjection(volume, projection));
            }
        }
        return stopsBySignal(old) ? kept : eachContainer(kept, GatedFields::withoutStopSignal);
    }

    private static ObjectTree withoutProjection(ObjectTree volume, String projection) {
        return Fill.inside(
                volume,
                "projected",
                projected -> Fill.each(projected, "sources", source -> without(source, projection)));
    }

    private static boolean projects(ObjectTree spec, String projection) {
        return spec.list("volumes").objects().stream()
                .flatMap(volume -> volume.object("projected").list("sources").objects().stream())
                .anyMatch(source -> !source.get(projection).isNull());
    }

    /// What is left of the way to end a container may be nothing.
    private static ObjectTree withoutStopSignal(ObjectTree container) {
        Tree lifecycle = container.get("lifecycle");
        if (lifecycle.asObject().get(STOP_SIGNAL).isNull()) {
            return container;
        }
        ObjectTree left = lifecycle.asObject().without(STOP_SIGNAL);
        return left.isEmpty() ? container.without("lifecycle") : container.with("lifecycle", left);
    }

    private static boolean stopsBySignal(ObjectTree spec) {
        return Containers.LISTS.stream()
                .flatMap(list -> spec.list(list).objects().stream())
                .anyMatch(container -> !container.object("lifecycle").get(STOP_SIGNAL).isNull());
    }

    private static ObjectTree eachContainer(ObjectTree spec, UnaryOperator<ObjectTree> change) {
        ObjectTree changed = spec;
        for (String list : Containers.LISTS) {
            changed = Fill.each(changed, list, change);
        }
        return changed;
    }

    private static ObjectTree without(ObjectTree object, String field) {
        return object.has(field) ? object.without(field) : object;
    }
}
