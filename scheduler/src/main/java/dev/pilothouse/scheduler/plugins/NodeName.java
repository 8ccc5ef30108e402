package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.List;
import java.util.Optional;

/// A pod that names its node goes nowhere else.
public final class NodeName implements Plugin {
    @Override
    public String name() {
        return "NodeName";
    }

    @Override
    public List<String> curedBy() {
        return List.of("Node");
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        String wanted = pod.spec().text("nodeName");
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Judge() {
                    @Override
                    public Optional<Refusal> refuse(NodeState node) {
                        return node.name().equals(wanted)
                                ? Optional.empty()
                                : Optional.of(Refusal.unresolvable("node(s) didn't match the requested node name"));
                    }
                });
    }
}
