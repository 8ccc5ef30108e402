package dev.pilothouse.controllers.protection;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.Optional;

/// Lets a deleted volume go when no claim is bound to it any longer.
public final class VolumeProtection implements Controller {
    private static final String FINALIZER = "kubernetes.io/pv-protection";

    @Override
    public String name() {
        return "persistentvolume-protection-controller";
    }

    @Override
    public String account() {
        return "pv-protection-controller";
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public Watches watches() {
        return Watches.of(PersistentVolume.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(PersistentVolume.RESOURCE, key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree volume = found.get();
        boolean marked = ObjectMeta.hasFinalizer(volume, FINALIZER);
        boolean leaving = ObjectMeta.isBeingDeleted(volume);
        if (!leaving && !marked) {
            world.update(PersistentVolume.RESOURCE, ObjectMeta.withFinalizer(volume, FINALIZER));
        }
        if (leaving && marked && !volume.object("status").text("phase").equals("Bound")) {
            world.update(PersistentVolume.RESOURCE, ObjectMeta.withoutFinalizer(volume, FINALIZER));
        }
        return Next.whenChanged();
    }
}
