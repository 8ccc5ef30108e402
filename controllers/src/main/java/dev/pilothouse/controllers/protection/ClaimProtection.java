package dev.pilothouse.controllers.protection;

import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Lets a deleted claim go when no pod on a node mentions it any longer.
public final class ClaimProtection implements Controller {
    private static final String FINALIZER = "kubernetes.io/pvc-protection";

    @Override
    public String name() {
        return "persistentvolumeclaim-protection-controller";
    }

    @Override
    public String account() {
        return "pvc-protection-controller";
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public Watches watches() {
        return Watches.of(PersistentVolumeClaim.RESOURCE).and(Pod.RESOURCE, (pod, _) -> claimsOf(pod));
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(PersistentVolumeClaim.RESOURCE, key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree claim = found.get();
        boolean marked = ObjectMeta.hasFinalizer(claim, FINALIZER);
        if (!ObjectMeta.isBeingDeleted(claim)) {
            if (!marked) {
                world.update(PersistentVolumeClaim.RESOURCE, ObjectMeta.withFinalizer(claim, FINALIZER));
            }
            return Next.whenChanged();
        }
        // A pod may have come that the cache doesn't know yet: the server is asked before the claim goes for good.
        if (marked
                && !isUsed(key, world.in(Pod.RESOURCE, key.namespace()))
                && !isUsed(key, world.client().list(Pod.RESOURCE, key.namespace(), ""))) {
            world.update(PersistentVolumeClaim.RESOURCE, ObjectMeta.withoutFinalizer(claim, FINALIZER));
        }
        return Next.whenChanged();
    }

    /// Pods without a node don't count: no kubelet starts one whose claim is being deleted.
    static boolean isUsed(Key claim, Collection<ObjectTree> pods) {
        return pods.stream()
                .filter(pod -> !pod.object("spec").text("nodeName").isEmpty())
                .anyMatch(pod -> claimsOf(pod).contains(claim));
    }

    /// The claims that the pod's volumes name, or that are made for them.
    static List<Key> claimsOf(ObjectTree pod) {
        List<Key> claims = new ArrayList<>();
        for (ObjectTree volume : pod.object("spec").list("volumes").objects()) {
            String namespace = ObjectMeta.namespace(pod);
            if (volume.has("persistentVolumeClaim")) {
                claims.add(new Key(namespace, volume.object("persistentVolumeClaim").text("claimName")));
            } else if (volume.has("ephemeral")) {
                claims.add(new Key(namespace, ObjectMeta.name(pod) + "-" + volume.text("name")));
            }
        }
        return claims;
    }
}
