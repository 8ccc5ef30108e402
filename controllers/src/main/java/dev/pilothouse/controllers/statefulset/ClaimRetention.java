package dev.pilothouse.controllers.statefulset;

import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.List;
import java.util.Optional;

/// Who a claim belongs to, and so with whom it goes: with the set (`whenDeleted`), with a pod that was scaled away
/// (`whenScaled`), or with nobody.
///
/// R1 A claim that somebody else controls is left alone.
record ClaimRetention(ObjectTree set, ObjectTree pod) {

    private boolean deletes(String when) {
        return set.object("spec")
                .object("persistentVolumeClaimRetentionPolicy")
                .text(when)
                .equals("Delete");
    }

    private boolean belongsToSet() {
        return deletes("whenDeleted") && !(deletes("whenScaled") && isScaledAway());
    }

    private boolean belongsToPod() {
        return deletes("whenScaled") && isScaledAway();
    }

    private boolean isScaledAway() {
        return !Members.isInRange(set, pod);
    }

    private boolean isUpToDate(ObjectTree claim) {
        return owns(claim, set) == belongsToSet() && owns(claim, pod) == belongsToPod();
    }

    private boolean isForeign(ObjectTree claim) {
        return OwnerReferences.controllerOf(claim)
                .filter(owner -> !owner.text("uid").equals(ObjectMeta.uid(set)))
                .filter(owner -> !owner.text("uid").equals(ObjectMeta.uid(pod)))
                .isPresent();
    }

    private static boolean owns(ObjectTree claim, ObjectTree owner) {
        return OwnerReferences.of(claim).stream()
                .anyMatch(reference -> reference.text("uid").equals(ObjectMeta.uid(owner)));
    }

    private List<ObjectTree> claims(World world) {
        return Members.claims(set, pod).stream()
                .map(claim -> world.get(PersistentVolumeClaim.RESOURCE, Key.of(claim)))
                .flatMap(Optional::stream)
                .toList();
    }

    boolean holds(World world) {
        return claims(world).stream().allMatch(claim -> isForeign(claim) || isUpToDate(claim));
    }

    /// Whether a claim still belongs to a pod of the same name that is gone: it is about to go too.
    boolean isStale(World world) {
        return claims(world).stream()
                .anyMatch(claim -> OwnerReferences.of(claim).stream()
                        .anyMatch(owner -> owner.text("kind").equals("Pod")
                                && owner.text("name").equals(ObjectMeta.name(pod))
                                && !owner.text("uid").equals(ObjectMeta.uid(pod))));
    }

    void enforce(World world) {
        for (ObjectTree claim : claims(world)) {
            if (isForeign(claim) || isUpToDate(claim)) {
                continue;
            }
            ObjectTree owned = OwnerReferences.without(
                    OwnerReferences.without(claim, ObjectMeta.uid(set)), ObjectMeta.uid(pod));
            if (belongsToSet()) {
                owned = OwnerReferences.plus(owned, OwnerReferences.controller(set));
            }
            if (belongsToPod()) {
                owned = OwnerReferences.plus(owned, OwnerReferences.controller(pod));
            }
            world.update(PersistentVolumeClaim.RESOURCE, owned);
        }
    }
}
