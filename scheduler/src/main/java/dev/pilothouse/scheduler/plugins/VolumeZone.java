package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Volumes whose labels name zones or regions are used only there.
public final class VolumeZone implements Plugin {
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String REGION = "topology.kubernetes.io/region";

    /// The labels that count, and what each was called before.
    private static final Map<String, String> LABELS = Map.of(
            "failure-domain.beta.kubernetes.io/zone", ZONE,
            "failure-domain.beta.kubernetes.io/region", REGION,
            ZONE, ZONE,
            REGION, REGION);

    @Override
    public String name() {
        return "VolumeZone";
    }

    @Override
    public List<String> curedBy() {
        return List.of("Node", "PersistentVolumeClaim", "PersistentVolume", "StorageClass");
    }

    /// A place in which a volume is.
    private record Place(String label, List<String> values) {
        boolean has(NodeState node) {
            return node.domain(label)
                    .or(() -> node.domain(LABELS.get(label)))
                    .filter(values::contains)
                    .isPresent();
        }
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        if (pod.claims().isEmpty()) {
            return Optional.empty();
        }
        PodClaims claims = new PodClaims(pod, cluster);
        List<Place> places = new ArrayList<>();
        for (ObjectTree claim : claims.existing()) {
            claims.volumeOf(claim).ifPresent(volume -> places.addAll(places(volume)));
        }
        return places.isEmpty() ? Optional.empty() : Optional.of(new Judge() {
            @Override
            public Optional<Refusal> refuse(NodeState node) {
                boolean fits = isAnywhere(node) || places.stream().allMatch(place -> place.has(node));
                return fits
                        ? Optional.empty()
                        : Optional.of(Refusal.unresolvable("node(s) had no available volume zone"));
            }
        });
    }

    /// Several values of one label are joined by two underscores.
    private static List<Place> places(ObjectTree volume) {
        List<Place> places = new ArrayList<>();
        ObjectTree labels = ObjectMeta.labels(volume);
        for (String label : LABELS.keySet()) {
            if (labels.has(label)) {
                places.add(new Place(label, List.of(labels.text(label).split("__"))));
            }
        }
        return places;
    }

    private static boolean isAnywhere(NodeState node) {
        return LABELS.keySet().stream().noneMatch(label -> node.domain(label).isPresent());
    }
}
