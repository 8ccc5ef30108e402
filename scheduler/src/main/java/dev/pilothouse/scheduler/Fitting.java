package dev.pilothouse.scheduler;

import java.util.List;
import java.util.Optional;

/// Whether one pod fits on nodes, with regard to those for which they are kept.
record Fitting(List<Plugin> plugins, PodState pod, ClusterState cluster) {

    /// The pod must fit beside what is there, and also if the pods that are no less important and for which the node is
    /// kept were there already: they may come, or never.
    ///
    /// @param jury what the plugins say with the cluster as it is now
    Optional<Jury.Refused> refuse(NodeState node, Jury jury) {
        List<PodState> awaited = cluster.awaitedOn(node.name(), pod);
        if (!awaited.isEmpty()) {
            awaited.forEach(other -> cluster.assign(other, node.name()));
            try {
                Optional<Jury.Refused> refused = Jury.of(plugins, pod, cluster).refuse(node);
                if (refused.isPresent()) {
                    return refused;
                }
            } finally {
                awaited.forEach(other -> cluster.remove(other.uid()));
            }
        }
        return jury.refuse(node);
    }

    /// The same, of the cluster as it is at this moment.
    Optional<Jury.Refused> refuseNow(NodeState node) {
        return refuse(node, Jury.of(plugins, pod, cluster));
    }
}
