package dev.pilothouse.controllers.persistentvolume;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.api.volume.Volumes;
import dev.pilothouse.client.World;

/// Writes what a binding consists of. Each step is left out where it has been taken before, so that a pass which was cut
/// off is completed by the next.
record Binding(World world) {

    /// The volume's side first: it is what keeps others away.
    void bind(ObjectTree volume, ObjectTree claim) {
        ObjectTree held = phase(claimed(volume, claim), "Bound", "");
        claimPhase(given(claim, held), "Bound", held);
    }

    private ObjectTree claimed(ObjectTree volume, ObjectTree claim) {
        ObjectTree changed = volume;
        ObjectTree reference = volume.object("spec").object("claimRef");
        if (!Volumes.isFor(volume, claim)) {
            changed = ObjectMeta.withAnnotation(changed, Claims.BOUND_BY_CONTROLLER, "yes");
        }
        if (!Volumes.isFor(volume, claim) || reference.text("uid").isEmpty()) {
            ObjectTree full = ObjectTree.builder()
                    .put("kind", "PersistentVolumeClaim")
                    .put("namespace", ObjectMeta.namespace(claim))
                    .put("name", ObjectMeta.name(claim))
                    .put("uid", ObjectMeta.uid(claim))
                    .put("apiVersion", "v1")
                    .put("resourceVersion", ObjectMeta.resourceVersion(claim))
                    .build();
            changed = changed.withAt(full, "spec", "claimRef");
        }
        return changed.equals(volume) ? volume : world.update(PersistentVolume.RESOURCE, changed);
    }

    private ObjectTree given(ObjectTree claim, ObjectTree volume) {
        ObjectTree changed = claim;
        String name = ObjectMeta.name(volume);
        if (!claim.object("spec").text("volumeName").equals(name)) {
            changed = ObjectMeta.withAnnotation(
                    changed.withAt(Tree.of(name), "spec", "volumeName"), Claims.BOUND_BY_CONTROLLER, "yes");
        }
        if (!Claims.isBindingComplete(claim)) {
            changed = ObjectMeta.withAnnotation(changed, Claims.BIND_COMPLETED, "yes");
        }
        return changed.equals(claim) ? claim : world.update(PersistentVolumeClaim.RESOURCE, changed);
    }

    ObjectTree phase(ObjectTree volume, String phase, String message) {
        ObjectTree status = volume.object("status");
        if (status.text("phase").equals(phase)) {
            return volume;
        }
        ObjectTree changed = status.with("phase", phase);
        changed = message.isEmpty() ? changed.without("message") : changed.with("message", message);
        return world.updateStatus(PersistentVolume.RESOURCE, volume.with("status", changed));
    }

    /// @param volume what the claim has; nothing's fields are empty
    ObjectTree claimPhase(ObjectTree claim, String phase, ObjectTree volume) {
        ObjectTree old = claim.object("status");
        ObjectTree status = old.with("phase", phase);
        if (volume.isEmpty()) {
            status = status.without("accessModes").without("capacity").without("currentVolumeAttributesClassName");
        } else {
            ListTree modes = volume.object("spec").list("accessModes");
            status = status.with("accessModes", modes);
            // Later the size of a claim that was bound before is the business of those who resize it.
            if (!old.text("phase").equals(phase) || old.object("capacity").isEmpty()) {
                Tree storage = volume.object("spec").object("capacity").get("storage");
                status = status.with("capacity", old.object("capacity").with("storage", storage));
            }
            String attributes = volume.object("spec").text("volumeAttributesClassName");
            if (!attributes.isEmpty() && old.text("currentVolumeAttributesClassName").isEmpty()) {
                status = status.with("currentVolumeAttributesClassName", attributes);
            }
        }
        return status.equals(old)
                ? claim
                : world.updateStatus(PersistentVolumeClaim.RESOURCE, claim.with("status", status));
    }
}
