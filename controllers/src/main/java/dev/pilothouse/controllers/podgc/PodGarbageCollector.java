package dev.pilothouse.controllers.podgc;

import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Looks through all pods now and then.
public final class PodGarbageCollector implements Controller {
    /// Ended pods that are kept (`--terminated-pod-gc-threshold`).
    private static final int ENDED_LIMIT = 12_500;

    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final Key ALL = new Key("", "all");

    @Override
    public String name() {
        return "pod-garbage-collector-controller";
    }

    @Override
    public String account() {
        return "pod-garbage-collector";
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public Watches watches() {
        return Watches.of(Node.RESOURCE)
                .and(Node.RESOURCE, (_, _) -> List.of(ALL))
                .reads(Pod.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        if (!key.equals(ALL)) {
            return Next.whenChanged();
        }
        for (ObjectTree pod : world.all(Pod.RESOURCE)) {
            String node = pod.object("spec").text("nodeName");
            boolean orphaned = !node.isEmpty()
                    && world.get(Node.RESOURCE, new Key("", node)).isEmpty()
                    && world.client().find(Node.RESOURCE, new Key("", node)).isEmpty();
            boolean neverStarted = node.isEmpty() && ObjectMeta.isBeingDeleted(pod);
            if (orphaned || neverStarted) {
                delete(pod, world);
            }
        }
        List<ObjectTree> ended = world.all(Pod.RESOURCE).stream()
                .filter(Pods::isFinished)
                .sorted(Comparator.comparing(pod -> ObjectMeta.of(pod).text("creationTimestamp")))
                .toList();
        ended.subList(0, Math.max(0, ended.size() - ENDED_LIMIT)).forEach(pod -> delete(pod, world));
        return Next.after(EVERY);
    }

    private static void delete(ObjectTree pod, World world) {
        world.delete(
                Pod.RESOURCE,
                Key.of(pod),
                new Client.Deletion(Optional.of(0L), "", ObjectMeta.uid(pod), ""));
    }
}
