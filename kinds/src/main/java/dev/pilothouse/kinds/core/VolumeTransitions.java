package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a persistent volume goes from phase to phase, and what of its place stays.
final class VolumeTransitions implements Subresource {
    private static final String SINCE = "lastPhaseTransitionTime";

    /// Labels of nodes and what they are called now.
    private static final Map<String, String> RENAMED = Map.of(
            "beta.kubernetes.io/os", "kubernetes.io/os",
            "beta.kubernetes.io/arch", "kubernetes.io/arch",
            "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region",
            "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type");

    /// A status keeps the time of its phase; a new phase begins now, unless the client knows better.
    @Override
    public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree before = old.object("status");
        ObjectTree kept = object.with("spec", old.get("spec"));
        return Fill.under(kept, "status", status -> {
            Tree since = status.get(SINCE);
            if (status.text("phase").equals(before.text("phase"))) {
                return since.isNull() ? status.with(SINCE, before.get(SINCE)) : status;
            }
            return since.isNull() || since.equals(before.get(SINCE))
                    ? status.with(SINCE, Timestamps.seconds(write.now()))
                    : status;
        });
    }

    /// A volume stays on its nodes; their labels may be called by their new names.
    static void checkAffinity(Place affinity, Tree before) {
        if (before.isNull() || Immutable.same(affinity.value(), before)) {
            return;
        }
        if (!Immutable.same(affinity.value(), renamed(before.asObject(), affinity.object()))) {
            affinity.invalid("field is immutable, except for updating from beta label to GA");
        }
    }

    /// What was, with the new names where the other one has them.
    private static ObjectTree renamed(ObjectTree before, ObjectTree now) {
        return Fill.inside(before, "required", required -> both(
                required,
                now.object("required"),
                "nodeSelectorTerms",
                (term, newTerm) -> both(term, newTerm, "matchExpressions", VolumeTransitions::renamedKey)));
    }

    @FunctionalInterface
    private interface Change {
        ObjectTree of(ObjectTree before, ObjectTree now);
    }

    /// Changes each object of a list by the one in the same place of the other list.
    private static ObjectTree both(ObjectTree before, ObjectTree now, String field, Change change) {
        List<ObjectTree> others = now.list(field).objects();
        List<Tree> changed = new ArrayList<>();
        for (ObjectTree item : before.list(field).objects()) {
            int index = changed.size();
            changed.add(index < others.size() ? change.of(item, others.get(index)) : item);
        }
        return changed.isEmpty() ? before : before.with(field, ListTree.of(changed));
    }

    private static ObjectTree renamedKey(ObjectTree expression, ObjectTree now) {
        String name = RENAMED.getOrDefault(expression.text("key"), "");
        return !name.isEmpty() && now.text("key").equals(name) ? expression.with("key", name) : expression;
    }
}
