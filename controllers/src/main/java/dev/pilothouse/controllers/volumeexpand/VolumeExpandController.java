package dev.pilothouse.controllers.volumeexpand;

import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;

/// A claim that asks for more than it has is enlarged by its driver, outside; here people are told so.
public final class VolumeExpandController implements Controller {
    @Override
    public String name() {
        return "persistentvolume-expander-controller";
    }

    @Override
    public String account() {
        return "expand-controller";
    }

    @Override
    public String component() {
        return "volume_expand";
    }

    @Override
    public Watches watches() {
        return Watches.of(PersistentVolumeClaim.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        world.get(PersistentVolumeClaim.RESOURCE, key)
                .filter(VolumeExpandController::isToGrow)
                .ifPresent(claim -> world.event(
                        claim,
                        "Normal",
                        "ExternalExpanding",
                        "waiting for an external controller to expand this PVC"));
        return Next.whenChanged();
    }

    static boolean isToGrow(ObjectTree claim) {
        String capacity = claim.object("status").object("capacity").text("storage");
        return claim.object("status").text("phase").equals("Bound")
                && !capacity.isEmpty()
                && Claims.requested(claim).compareTo(Quantity.parse(capacity)) > 0;
    }
}
