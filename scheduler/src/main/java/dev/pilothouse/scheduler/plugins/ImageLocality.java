package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node that has a pod's images already is better, the more so the larger they are; but an image that only few nodes
/// have must not draw all its pods there.
public final class ImageLocality implements Plugin {
    private static final long MEGABYTE = 1024 * 1024;

    /// Bytes that don't matter.
    private static final long LEAST = 23 * MEGABYTE;

    /// Bytes for each container beyond which more make no difference.
    private static final long MOST = 1000 * MEGABYTE;

    @Override
    public String name() {
        return "ImageLocality";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        List<String> images = images(pod);
        if (images.stream().noneMatch(image -> cluster.nodesWithImage(image) > 0)) {
            return Optional.empty();
        }
        double nodes = cluster.nodes().size();
        return Optional.of(new Judge() {
            @Override
            public boolean scores() {
                return true;
            }

            @Override
            public long score(NodeState node) {
                long sum = 0;
                for (String image : images) {
                    long size = node.images().getOrDefault(image, 0L);
                    sum += (long) (size * (cluster.nodesWithImage(image) / nodes));
                }
                long most = MOST * images.size();
                return 100 * (Math.clamp(sum, LEAST, most) - LEAST) / (most - LEAST);
            }
        });
    }

    private static List<String> images(PodState pod) {
        List<String> images = new ArrayList<>();
        for (String field : List.of("initContainers", "containers")) {
            for (ObjectTree container : pod.spec().list(field).objects()) {
                images.add(withTag(container.text("image")));
            }
        }
        return images;
    }

    /// An image without a tag or digest is the latest.
    private static String withTag(String image) {
        return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
    }
}
