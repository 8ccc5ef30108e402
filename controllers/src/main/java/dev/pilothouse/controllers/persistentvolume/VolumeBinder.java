package dev.pilothouse.controllers.persistentvolume;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.storage.v1.StorageClass;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.api.volume.Volumes;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Brings claims and volumes together. Both are keys of the one queue, told apart by the namespace that volumes lack, and
/// one worker takes all: two could give one volume to two claims.
public final class VolumeBinder implements Controller {
    /// What waits is looked at again this often (`--pvclaimbinder-sync-period`), whether something changed or not.
    private static final Duration AGAIN = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "persistentvolume-binder-controller";
    }

    @Override
    public String account() {
        return "persistent-volume-binder";
    }

    @Override
    public String component() {
        return "persistentvolume-controller";
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public Watches watches() {
        return Watches.of(PersistentVolumeClaim.RESOURCE, (claim, _) -> ofClaim(claim))
                .and(PersistentVolume.RESOURCE, VolumeBinder::ofVolume)
                .and(StorageClass.RESOURCE, (_, world) -> waiting(world, _ -> true))
                .reads(Pod.RESOURCE);
    }

    private static List<Key> ofClaim(ObjectTree claim) {
        String volume = claim.object("spec").text("volumeName");
        return volume.isEmpty() ? List.of(Key.of(claim)) : List.of(Key.of(claim), new Key("", volume));
    }

    /// The volume itself, its claim, or else the claims that it might be good for.
    private static List<Key> ofVolume(ObjectTree volume, World world) {
        List<Key> keys = new ArrayList<>(List.of(Key.of(volume)));
        ObjectTree claim = volume.object("spec").object("claimRef");
        if (Volumes.isClaimed(volume)) {
            keys.add(new Key(claim.text("namespace"), claim.text("name")));
        } else {
            String name = ObjectMeta.name(volume);
            keys.addAll(waiting(
                    world,
                    each -> each.object("spec").text("volumeName").equals(name)
                            || Claims.className(each).equals(Claims.className(volume))));
        }
        return keys;
    }

    private static List<Key> waiting(World world, java.util.function.Predicate<ObjectTree> concerned) {
        return world.all(PersistentVolumeClaim.RESOURCE).stream()
                .filter(claim -> !Claims.isBindingComplete(claim))
                .filter(concerned)
                .map(Key::of)
                .toList();
    }

    @Override
    public Next reconcile(Key key, World world) {
        boolean settled = key.namespace().isEmpty()
                ? world.get(PersistentVolume.RESOURCE, key)
                        .map(volume -> new VolumePass(world).settle(volume))
                        .orElse(true)
                : world.get(PersistentVolumeClaim.RESOURCE, key)
                        .map(claim -> new ClaimPass(world).settle(claim))
                        .orElse(true);
        return settled ? Next.whenChanged() : Next.after(AGAIN);
    }
}
