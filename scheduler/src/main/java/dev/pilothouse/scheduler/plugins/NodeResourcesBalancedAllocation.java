package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import dev.pilothouse.scheduler.ResourceIndex;
import java.util.Optional;

/// A node whose CPU and memory are taken in like parts is better than one that runs out of one of them first.
public final class NodeResourcesBalancedAllocation implements Plugin {
    @Override
    public String name() {
        return "NodeResourcesBalancedAllocation";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        boolean asks = pod.requests().get(ResourceIndex.CPU) > 0 || pod.requests().get(ResourceIndex.MEMORY) > 0;
        return !asks
                ? Optional.empty()
                : Optional.of(new Judge() {
                    @Override
                    public boolean scores() {
                        return true;
                    }

                    @Override
                    public long score(NodeState node) {
                        long cpu = node.allocatable().get(ResourceIndex.CPU);
                        long memory = node.allocatable().get(ResourceIndex.MEMORY);
                        if (cpu == 0 || memory == 0) {
                            // A single part can't be out of balance.
                            return 100;
                        }
                        double after = deviation(
                                node,
                                pod.requests().get(ResourceIndex.CPU),
                                pod.requests().get(ResourceIndex.MEMORY));
                        return (long) ((1 - after) * 100);
                    }
                });
    }

    private static double deviation(NodeState node, long moreCpu, long moreMemory) {
        double cpu = part(node.requested().get(ResourceIndex.CPU) + moreCpu, node.allocatable().get(ResourceIndex.CPU));
        double memory = part(
                node.requested().get(ResourceIndex.MEMORY) + moreMemory,
                node.allocatable().get(ResourceIndex.MEMORY));
        return Math.abs(cpu - memory) / 2;
    }

    private static double part(long taken, long of) {
        return Math.min(1, taken / (double) of);
    }
}
