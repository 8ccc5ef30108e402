package dev.pilothouse.controllers.ephemeralvolume;

import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;

/// Makes a claim for each ephemeral volume of a pod. The pod owns it, so the garbage collector takes it away.
public final class EphemeralVolumeController implements Controller {
    @Override
    public String name() {
        return "ephemeral-volume-controller";
    }

    @Override
    public String component() {
        return "ephemeral_volume";
    }

    @Override
    public Watches watches() {
        return Watches.of(Pod.RESOURCE).owns(PersistentVolumeClaim.RESOURCE, "Pod");
    }

    @Override
    public Next reconcile(Key key, World world) {
        world.get(Pod.RESOURCE, key)
                .filter(pod -> !ObjectMeta.isBeingDeleted(pod))
                .ifPresent(pod -> pod.object("spec").list("volumes").objects().stream()
                        .filter(volume -> volume.has("ephemeral"))
                        .filter(volume -> world.get(
                                        PersistentVolumeClaim.RESOURCE, Key.of(claim(pod, volume)))
                                .isEmpty())
                        .forEach(volume -> create(pod, volume, world)));
        return Next.whenChanged();
    }

    private static void create(ObjectTree pod, ObjectTree volume, World world) {
        try {
            world.create(PersistentVolumeClaim.RESOURCE, ObjectMeta.namespace(pod), claim(pod, volume));
        } catch (ApiError e) {
            world.event(
                    pod,
                    "Warning",
                    "FailedBinding",
                    "ephemeral volume " + volume.text("name") + ": create PVC " + ObjectMeta.name(claim(pod, volume))
                            + ": " + e.getMessage());
            throw e;
        }
    }

    static ObjectTree claim(ObjectTree pod, ObjectTree volume) {
        ObjectTree template = volume.object("ephemeral").object("volumeClaimTemplate");
        ObjectTree told = ObjectMeta.of(template);
        ObjectTree metadata = ObjectTree.builder()
                .put("name", ObjectMeta.name(pod) + "-" + volume.text("name"))
                .put("namespace", ObjectMeta.namespace(pod))
                .put("labels", told.has("labels") ? told.get("labels") : NullTree.ABSENT)
                .put("annotations", told.has("annotations") ? told.get("annotations") : NullTree.ABSENT)
                .put("ownerReferences", ListTree.of(OwnerReferences.controller(pod)))
                .build();
        return ObjectTree.of("metadata", metadata).with("spec", template.object("spec"));
    }
}
