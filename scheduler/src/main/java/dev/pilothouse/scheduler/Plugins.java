package dev.pilothouse.scheduler;

import dev.pilothouse.scheduler.plugins.InterPodAffinity;
import dev.pilothouse.scheduler.plugins.NodeAffinity;
import dev.pilothouse.scheduler.plugins.NodeName;
import dev.pilothouse.scheduler.plugins.NodePorts;
import dev.pilothouse.scheduler.plugins.NodeResourcesBalancedAllocation;
import dev.pilothouse.scheduler.plugins.NodeResourcesFit;
import dev.pilothouse.scheduler.plugins.NodeUnschedulable;
import dev.pilothouse.scheduler.plugins.PodTopologySpread;
import dev.pilothouse.scheduler.plugins.TaintToleration;
import java.util.List;

/// The plugins in upstream's order. The first that refuses a node gives the reason, so the order shows in messages.
final class Plugins {
    static final List<Plugin> ALL = List.of(
            new NodeUnschedulable(),
            new NodeName(),
            new TaintToleration(),
            new NodeAffinity(),
            new NodePorts(),
            new NodeResourcesFit(),
            new PodTopologySpread(),
            new InterPodAffinity(),
            new NodeResourcesBalancedAllocation());

    private Plugins() {}
}
