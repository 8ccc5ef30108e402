package dev.pilothouse.controllers.nodelifecycle;

import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Deletes the pods that don't tolerate their node's taints with the effect `NoExecute`, each when its patience ends (concepts,
/// "Taint based evictions").
///
/// Patience begins when the taint is first seen here, as upstream's does, and not with the taint's `timeAdded`.
public final class TaintEvictionController implements Controller {
    /// By node, when those of its pods have to go that still wait; at most one each for the cluster's pods.
    private final Map<Key, Map<String, Instant>> waiting = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "taint-eviction-controller";
    }

    @Override
    public String account() {
        return "node-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Node.RESOURCE).and(Pod.RESOURCE, (pod, _) -> {
            String node = nodeOf(pod);
            return node.isEmpty() ? List.of() : List.of(new Key("", node));
        });
    }

    @Override
    public Next reconcile(Key key, World world) {
        List<ObjectTree> taints = world.get(Node.RESOURCE, key).stream()
                .flatMap(node -> node.object("spec").list("taints").objects().stream())
                .filter(taint -> taint.text("effect").equals("NoExecute"))
                .toList();
        Map<String, Instant> before = waiting.getOrDefault(key, Map.of());
        if (taints.isEmpty() && before.isEmpty()) {
            return Next.whenChanged();
        }
        Instant now = world.now();
        Map<String, Instant> after = new HashMap<>();
        for (ObjectTree pod : world.all(Pod.RESOURCE)) {
            if (nodeOf(pod).equals(key.name()) && !ObjectMeta.isBeingDeleted(pod)) {
                Optional<Instant> known = Optional.ofNullable(before.get(ObjectMeta.uid(pod)));
                end(pod, taints, known, now).ifPresentOrElse(
                        end -> after.put(ObjectMeta.uid(pod), end), () -> known.ifPresent(_ -> tell("Cancelling deletion of", pod, world)));
                if (after.getOrDefault(ObjectMeta.uid(pod), Instant.MAX).isAfter(now)) {
                    continue;
                }
                evict(pod, now, world);
                after.remove(ObjectMeta.uid(pod));
            }
        }
        if (after.isEmpty()) {
            waiting.remove(key);
            return Next.whenChanged();
        }
        waiting.put(key, Map.copyOf(after));
        return Next.after(Duration.between(now, Collections.min(after.values())));
    }

    /// When the pod has to go; empty if it may stay. Who waits already waits no longer because of another taint, unless it doesn't
    /// tolerate that at all.
    private static Optional<Instant> end(ObjectTree pod, List<ObjectTree> taints, Optional<Instant> known, Instant now) {
        return Patience.of(pod, taints)
                .map(patience -> patience.isZero() ? now : known.orElse(now.plus(patience)));
    }

    private static String nodeOf(ObjectTree pod) {
        return pod.object("spec").text("nodeName");
    }

    /// Whoever looks for the reason finds it on the pod, before it goes.
    private static void evict(ObjectTree pod, Instant now, World world) {
        Key key = Key.of(pod);
        tell("Marking for deletion", pod, world);
        try {
            world.client().strategicMerge(Pod.RESOURCE, key, "status", disrupted(pod, now));
            world.delete(Pod.RESOURCE, key, Client.Deletion.of(ObjectMeta.uid(pod)));
        } catch (ApiError gone) {
            if (!gone.is(Status.NOT_FOUND)) {
                throw gone;
            }
        }
    }

    private static void tell(String what, ObjectTree pod, World world) {
        world.event(pod, "Normal", "TaintManagerEviction", what + " Pod " + Key.of(pod));
    }

    private static ObjectTree disrupted(ObjectTree pod, Instant now) {
        ObjectTree condition = ObjectTree.builder()
                .put("type", "DisruptionTarget")
                .put("status", "True")
                .put("observedGeneration", ObjectMeta.generation(pod))
                .put("reason", "DeletionByTaintManager")
                .put("message", "Taint manager: deleting due to NoExecute taint")
                .put("lastTransitionTime", Timestamps.seconds(now))
                .build();
        return ObjectTree.of("metadata", ObjectTree.EMPTY.with("uid", ObjectMeta.uid(pod)))
                .with("status", ObjectTree.of("conditions", ListTree.of(condition)));
    }
}
