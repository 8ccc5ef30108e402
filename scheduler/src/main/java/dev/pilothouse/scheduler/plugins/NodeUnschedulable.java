package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.meta.Tolerations;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.List;
import java.util.Optional;

/// A cordoned node takes no pods but those that tolerate it.
public final class NodeUnschedulable implements Plugin {
    private static final ObjectTree TAINT = ObjectTree.builder()
            .put("key", "node.kubernetes.io/unschedulable")
            .put("effect", "NoSchedule")
            .build();

    @Override
    public String name() {
        return "NodeUnschedulable";
    }

    @Override
    public List<String> curedBy() {
        return List.of("Node");
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        boolean tolerated = Tolerations.tolerate(pod.spec().list("tolerations"), TAINT);
        return Optional.of(new Judge() {
            @Override
            public Optional<Refusal> refuse(NodeState node) {
                return node.isUnschedulable() && !tolerated
                        ? Optional.of(Refusal.unresolvable("node(s) were unschedulable"))
                        : Optional.empty();
            }
        });
    }
}
