package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.storage.v1.CSINode;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Key;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A driver attaches only so many volumes to a node.
public final class NodeVolumeLimits implements Plugin {
    @Override
    public String name() {
        return "NodeVolumeLimits";
    }

    @Override
    public List<String> curedBy() {
        return List.of("CSINode", "Pod", "PersistentVolumeClaim", "PersistentVolume");
    }

    /// A volume of a driver: by its handle, or by its claim while there is none.
    private record Attached(String driver, String handle) {}

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        Set<Attached> wanted = attached(pod, cluster);
        return wanted.isEmpty() ? Optional.empty() : Optional.of(new Judge() {
            @Override
            public Optional<Refusal> refuse(NodeState node) {
                Map<String, Long> limits = limits(node, cluster);
                if (limits.isEmpty()) {
                    return Optional.empty();
                }
                Set<Attached> all = new HashSet<>();
                node.pods().forEach(other -> all.addAll(attached(other, cluster)));
                Map<String, Long> more = new HashMap<>();
                wanted.stream().filter(each -> !all.contains(each)).forEach(each -> more.merge(each.driver(), 1L, Long::sum));
                for (Map.Entry<String, Long> each : more.entrySet()) {
                    long there = all.stream()
                            .filter(attached -> attached.driver().equals(each.getKey()))
                            .count();
                    if (there + each.getValue() > limits.getOrDefault(each.getKey(), Long.MAX_VALUE)) {
                        return Optional.of(Refusal.of("node(s) exceed max volume count"));
                    }
                }
                return Optional.empty();
            }
        });
    }

    private static Map<String, Long> limits(NodeState node, Cluster cluster) {
        Map<String, Long> limits = new HashMap<>();
        cluster.get(CSINode.RESOURCE, new Key("", node.name()))
                .map(csiNode -> csiNode.object("spec").list("drivers").objects())
                .orElse(List.of())
                .forEach(driver -> {
                    if (driver.object("allocatable").has("count")) {
                        limits.put(driver.text("name"), driver.object("allocatable").number("count"));
                    }
                });
        return limits;
    }

    private static Set<Attached> attached(PodState pod, Cluster cluster) {
        if (pod.claims().isEmpty()) {
            return Set.of();
        }
        Set<Attached> attached = new HashSet<>();
        PodClaims claims = new PodClaims(pod, cluster);
        for (ObjectTree claim : claims.existing()) {
            Optional<ObjectTree> volume = claims.volumeOf(claim);
            if (volume.isPresent()) {
                ObjectTree csi = volume.get().object("spec").object("csi");
                if (!csi.isEmpty()) {
                    attached.add(new Attached(csi.text("driver"), csi.text("volumeHandle")));
                }
            } else {
                String id = PersistentVolumeClaim.RESOURCE.resource() + "/" + ObjectMeta.key(claim);
                claims.classOf(claim)
                        .ifPresent(storageClass -> attached.add(new Attached(storageClass.text("provisioner"), id)));
            }
        }
        return attached;
    }
}
