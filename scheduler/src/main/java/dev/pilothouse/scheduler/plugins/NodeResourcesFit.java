package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import dev.pilothouse.scheduler.ResourceIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node must have what a pod asks for, and the less of it is taken the better.
public final class NodeResourcesFit implements Plugin {
    @Override
    public String name() {
        return "NodeResourcesFit";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        long[] asked = pod.requests().values();
        return Optional.of(new Judge() {
            @Override
            public Optional<Refusal> refuse(NodeState node) {
                List<String> reasons = List.of();
                boolean hopeless = false;
                if (node.pods().size() + 1 > node.podLimit()) {
                    reasons = new ArrayList<>(List.of("Too many pods"));
                }
                for (int i = 0; i < asked.length; i++) {
                    if (asked[i] > 0 && asked[i] > node.allocatable().get(i) - node.requested().get(i)) {
                        reasons = reasons.isEmpty() ? new ArrayList<>() : reasons;
                        reasons.add("Insufficient " + cluster.resources().name(i));
                        hopeless |= asked[i] > node.allocatable().get(i);
                    }
                }
                return reasons.isEmpty() ? Optional.empty() : Optional.of(new Refusal(reasons, hopeless));
            }

            @Override
            public boolean scores() {
                return true;
            }

            @Override
            public long score(NodeState node) {
                long score = 0;
                int counted = 0;
                for (int resource : new int[] {ResourceIndex.CPU, ResourceIndex.MEMORY}) {
                    long capacity = node.allocatable().get(resource);
                    if (capacity > 0) {
                        long taken = node.scored().get(resource) + pod.scored().get(resource);
                        score += taken > capacity ? 0 : (capacity - taken) * 100 / capacity;
                        counted++;
                    }
                }
                return counted == 0 ? 0 : score / counted;
            }
        });
    }
}
