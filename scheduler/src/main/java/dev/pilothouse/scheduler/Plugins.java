package dev.pilothouse.scheduler;

import dev.pilothouse.scheduler.plugins.ImageLocality;
import dev.pilothouse.scheduler.plugins.InterPodAffinity;
import dev.pilothouse.scheduler.plugins.NodeAffinity;
import dev.pilothouse.scheduler.plugins.NodeName;
import dev.pilothouse.scheduler.plugins.NodePorts;
import dev.pilothouse.scheduler.plugins.NodeResourcesBalancedAllocation;
import dev.pilothouse.scheduler.plugins.NodeResourcesFit;
import dev.pilothouse.scheduler.plugins.NodeUnschedulable;
import dev.pilothouse.scheduler.plugins.NodeVolumeLimits;
import dev.pilothouse.scheduler.plugins.PodTopologySpread;
import dev.pilothouse.scheduler.plugins.TaintToleration;
import dev.pilothouse.scheduler.plugins.VolumeBinding;
import dev.pilothouse.scheduler.plugins.VolumeRestrictions;
import dev.pilothouse.scheduler.plugins.VolumeZone;
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
            new VolumeRestrictions(),
            new NodeVolumeLimits(),
            new VolumeBinding(),
            new VolumeZone(),
            new PodTopologySpread(),
            new InterPodAffinity(),
            new NodeResourcesBalancedAllocation(),
            new ImageLocality());

    private Plugins() {}
}
