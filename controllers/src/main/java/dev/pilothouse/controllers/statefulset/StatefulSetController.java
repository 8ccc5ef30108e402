package dev.pilothouse.controllers.statefulset;

import dev.pilothouse.api.apps.v1.ControllerRevision;
import dev.pilothouse.api.apps.v1.StatefulSet;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Claim;
import dev.pilothouse.controllers.revisions.Revisions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps pods with stable names and storage, in order.
public final class StatefulSetController implements Controller {
    private static final String HASH_LABEL = "controller.kubernetes.io/hash";
    /// Other contents with the same hash that are put up with in one pass.
    private static final int COLLISIONS = 10;

    /// The revision that the pods have, the one that they are to have, and how often hashes have met so far.
    private record Target(ObjectTree current, ObjectTree update, long collisions, List<ObjectTree> all) {}

    @Override
    public String name() {
        return "statefulset-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(StatefulSet.RESOURCE)
                .owns(Pod.RESOURCE, "StatefulSet")
                .and(Pod.RESOURCE, (pod, world) -> Claim.adopters(StatefulSet.RESOURCE, pod, world))
                .reads(PersistentVolumeClaim.RESOURCE)
                .reads(ControllerRevision.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(StatefulSet.RESOURCE, key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree set = found.get();
        Claim claim = Claim.of(set, StatefulSet.RESOURCE);
        List<ObjectTree> revisions = claim.of(ControllerRevision.RESOURCE, world).stream()
                .sorted(Revisions.ORDER)
                .toList();
        List<ObjectTree> pods =
                claim.where(pod -> Members.isMember(set, pod)).of(Pod.RESOURCE, world);
        Target target = target(set, revisions, world);
        Pass pass = new Pass(set, target.current(), target.update(), pods, world);
        try {
            pass.run();
        } finally {
            ObjectTree status = status(set, target, pass);
            if (!status.equals(set.object("status"))) {
                world.updateStatus(StatefulSet.RESOURCE, set.with("status", status));
            }
        }
        Set<String> live = new HashSet<>();
        live.add(ObjectMeta.name(target.current()));
        live.add(ObjectMeta.name(target.update()));
        pods.forEach(pod -> live.add(Members.revision(pod)));
        Revisions.truncate(set, target.all(), live, world);
        return next(set, pass);
    }

    private static Target target(ObjectTree set, List<ObjectTree> revisions, World world) {
        ObjectTree data = Revisions.dataOf(set);
        long collisions = set.object("status").number("collisionCount");
        List<ObjectTree> all = new ArrayList<>(revisions);
        List<ObjectTree> equal =
                revisions.stream().filter(each -> Revisions.isOf(each, data)).toList();
        ObjectTree update;
        if (!equal.isEmpty()) {
            update = equal.getLast();
            if (!update.equals(revisions.getLast())) {
                // A template comes back: its revision becomes the newest.
                update = world.update(
                        ControllerRevision.RESOURCE, update.with("revision", Revisions.next(revisions)));
            }
        } else {
            ObjectTree made = ObjectTree.EMPTY;
            for (int tries = 0; made.isEmpty() && tries < COLLISIONS; tries++) {
                made = create(set, data, Revisions.next(revisions), collisions, world);
                collisions += made.isEmpty() ? 1 : 0;
            }
            update = made;
            all.add(update);
        }
        String currentName = set.object("status").text("currentRevision");
        ObjectTree current = revisions.stream()
                .filter(revision -> ObjectMeta.name(revision).equals(currentName))
                .findFirst()
                .orElse(update);
        return new Target(current, update, collisions, all);
    }

    /// Empty if another content has the name.
    private static ObjectTree create(ObjectTree set, ObjectTree data, long number, long collisions, World world) {
        ObjectTree unsaved =
                Revisions.unsaved(set, data, number, Revisions.hash(data, collisions), HASH_LABEL);
        String namespace = ObjectMeta.namespace(set);
        try {
            return world.create(ControllerRevision.RESOURCE, namespace, unsaved);
        } catch (ApiError e) {
            if (!e.is(Status.ALREADY_EXISTS)) {
                throw e;
            }
            return world.client()
                    .find(ControllerRevision.RESOURCE, new Key(namespace, ObjectMeta.name(unsaved)))
                    .filter(there -> Revisions.isOf(there, data))
                    .orElse(ObjectTree.EMPTY);
        }
    }

    private static ObjectTree status(ObjectTree set, Target target, Pass pass) {
        String current = ObjectMeta.name(target.current());
        String update = ObjectMeta.name(target.update());
        int replicas = 0;
        int ready = 0;
        int available = 0;
        int ofCurrent = -pass.updating();
        int ofUpdate = 0;
        for (ObjectTree pod : pass.counted()) {
            if (!Members.isStored(pod)) {
                continue;
            }
            replicas++;
            ready += Members.isRunningAndReady(pod) ? 1 : 0;
            available += pass.isAvailable(pod) ? 1 : 0;
            if (!ObjectMeta.isBeingDeleted(pod)) {
                ofCurrent += Members.revision(pod).equals(current) ? 1 : 0;
                ofUpdate += Members.revision(pod).equals(update) ? 1 : 0;
            }
        }
        boolean rolling =
                set.object("spec").object("updateStrategy").text("type").equals("RollingUpdate");
        if (rolling && ofUpdate == replicas && ready == replicas && ofUpdate == Members.replicas(set)) {
            ofCurrent = ofUpdate;
            current = update;
        }
        ObjectTree.Builder status = ObjectTree.builder()
                .put("observedGeneration", ObjectMeta.generation(set))
                .put("replicas", replicas)
                .put("availableReplicas", available)
                .put("currentRevision", current)
                .put("updateRevision", update)
                .put("collisionCount", target.collisions());
        putPositive(status, "readyReplicas", ready);
        putPositive(status, "currentReplicas", ofCurrent);
        putPositive(status, "updatedReplicas", ofUpdate);
        if (set.object("status").has("conditions")) {
            status.put("conditions", set.object("status").get("conditions"));
        }
        return status.build();
    }

    private static void putPositive(ObjectTree.Builder status, String field, int value) {
        if (value > 0) {
            status.put(field, value);
        }
    }

    /// A pod that is ready but not yet available becomes so without an event.
    private static Next next(ObjectTree set, Pass pass) {
        long minReady = set.object("spec").number("minReadySeconds");
        boolean waits = pass.counted().stream()
                .anyMatch(pod -> Members.isRunningAndReady(pod) && !pass.isAvailable(pod));
        return minReady > 0 && waits ? Next.after(Duration.ofSeconds(minReady)) : Next.whenChanged();
    }
}
