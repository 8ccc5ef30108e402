package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.Optional;

/// Two pods can't have the same port of a node.
public final class NodePorts implements Plugin {
    @Override
    public String name() {
        return "NodePorts";
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        if (pod.ports().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Judge() {
            @Override
            public Optional<Refusal> refuse(NodeState node) {
                for (PodState other : node.pods()) {
                    for (PodState.HostPort taken : other.ports()) {
                        if (pod.ports().stream().anyMatch(taken::collides)) {
                            return Optional.of(
                                    Refusal.of("node(s) didn't have free ports for the requested pod ports"));
                        }
                    }
                }
                return Optional.empty();
            }
        });
    }
}
