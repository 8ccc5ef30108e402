package dev.pilothouse.controllers.deployment;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The ReplicaSets of a Deployment: the one of its template, if there is one, and those of templates before.
record Sets(Optional<ObjectTree> current, List<ObjectTree> old) {
    static final String HASH_LABEL = "pod-template-hash";
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";

    static final Comparator<ObjectTree> OLDEST_FIRST = Comparator.<ObjectTree, String>comparing(
                    set -> ObjectMeta.of(set).text("creationTimestamp"))
            .thenComparing(ObjectMeta::name);

    static Sets of(ObjectTree deployment, Collection<ObjectTree> owned) {
        ObjectTree template = deployment.object("spec").object("template");
        Optional<ObjectTree> current = owned.stream()
                .sorted(OLDEST_FIRST)
                .filter(set -> template(set).equals(template))
                .findFirst();
        List<ObjectTree> old = owned.stream()
                .filter(set -> current.filter(c -> ObjectMeta.uid(c).equals(ObjectMeta.uid(set)))
                        .isEmpty())
                .sorted(OLDEST_FIRST)
                .toList();
        return new Sets(current, old);
    }

    /// The template as the Deployment gave it, without the label that the controller added.
    private static ObjectTree template(ObjectTree set) {
        ObjectTree template = set.object("spec").object("template");
        ObjectTree metadata = template.object("metadata");
        ObjectTree labels = metadata.object("labels").without(HASH_LABEL);
        return template.with(
                "metadata", labels.isEmpty() ? metadata.without("labels") : metadata.with("labels", labels));
    }

    List<ObjectTree> all() {
        List<ObjectTree> all = new java.util.ArrayList<>(old);
        current.ifPresent(all::add);
        return all;
    }

    List<ObjectTree> activeOld() {
        return old.stream().filter(set -> replicas(set) > 0).toList();
    }

    static int replicas(ObjectTree set) {
        return set.object("spec").get("replicas").asInt();
    }

    static int available(ObjectTree set) {
        return set.object("status").get("availableReplicas").asInt();
    }

    static int sum(Collection<ObjectTree> sets, java.util.function.ToIntFunction<ObjectTree> count) {
        return sets.stream().mapToInt(count).sum();
    }

    static long revision(ObjectTree set) {
        try {
            return Long.parseLong(ObjectMeta.annotation(set, REVISION));
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
