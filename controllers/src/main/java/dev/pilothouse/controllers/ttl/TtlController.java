package dev.pilothouse.controllers.ttl;

import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Annotates each node with how long its kubelet may keep secrets and config maps before it asks for them again: the larger
/// the cluster, the longer.
public final class TtlController implements Controller {
    private static final String TTL = "node.alpha.kubernetes.io/ttl";

    /// A size of clusters. They overlap, so that a cluster on a border doesn't go to and fro.
    record Size(int least, int most, int seconds) {}

    private static final List<Size> SIZES = List.of(
            new Size(0, 100, 0),
            new Size(90, 500, 15),
            new Size(450, 1_000, 30),
            new Size(900, 2_000, 60),
            new Size(1_800, 10_000, 300),
            new Size(9_000, Integer.MAX_VALUE, 600));

    private final AtomicInteger size = new AtomicInteger();

    @Override
    public String name() {
        return "ttl-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Node.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        int nodes = world.all(Node.RESOURCE).size();
        String seconds =
                Integer.toString(SIZES.get(size.updateAndGet(now -> next(now, nodes))).seconds());
        Optional<ObjectTree> node = world.get(Node.RESOURCE, key)
                .filter(each -> !ObjectMeta.annotation(each, TTL).equals(seconds));
        if (node.isPresent()) {
            ObjectTree annotations = ObjectTree.of("annotations", ObjectTree.EMPTY.with(TTL, seconds));
            world.merge(Node.RESOURCE, key, "", ObjectTree.of("metadata", annotations));
        }
        return Next.whenChanged();
    }

    /// The size of a cluster with so many nodes that had the given one before.
    static int next(int before, int nodes) {
        int size = before;
        while (nodes > SIZES.get(size).most()) {
            size++;
        }
        while (nodes < SIZES.get(size).least()) {
            size--;
        }
        return size;
    }
}
