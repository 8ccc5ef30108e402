package dev.pilothouse.controllers.persistentvolume;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.api.volume.Volumes;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.Optional;

/// One look at a volume.
record VolumePass(World world) {
    /// Names the provisioner that made the volume, which alone can unmake it.
    private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    /// @return whether nothing is left to wait for
    boolean settle(ObjectTree volume) {
        Binding binding = new Binding(world);
        ObjectTree reference = volume.object("spec").object("claimRef");
        if (reference.isEmpty() || reference.text("uid").isEmpty()) {
            binding.phase(volume, "Available", "");
            return true;
        }
        Optional<ObjectTree> claim = claimOf(reference);
        if (claim.isEmpty()) {
            return reclaim(isReclaimed(volume) ? volume : binding.phase(volume, "Released", ""));
        }
        String given = claim.get().object("spec").text("volumeName");
        if (given.equals(ObjectMeta.name(volume))) {
            binding.phase(volume, "Bound", "");
            return true;
        }
        if (given.isEmpty()) {
            return isGoodFor(volume, claim.get());
        }
        return bereft(volume);
    }

    /// Asks the server before a volume counts as left: the cache may be behind.
    private Optional<ObjectTree> claimOf(ObjectTree reference) {
        Key key = new Key(reference.text("namespace"), reference.text("name"));
        return world.get(PersistentVolumeClaim.RESOURCE, key)
                .filter(claim -> ObjectMeta.uid(claim).equals(reference.text("uid")))
                .or(() -> world.client()
                        .find(PersistentVolumeClaim.RESOURCE, key)
                        .filter(claim -> ObjectMeta.uid(claim).equals(reference.text("uid"))));
    }

    private static boolean isReclaimed(ObjectTree volume) {
        String phase = volume.object("status").text("phase");
        return phase.equals("Released") || phase.equals("Failed");
    }

    /// The claim has yet to hear of the volume; its own pass completes the binding.
    private boolean isGoodFor(ObjectTree volume, ObjectTree claim) {
        if (Volumes.hasModeOf(volume, claim)) {
            return true;
        }
        String names = "Cannot bind PersistentVolume";
        world.event(
                volume,
                "Warning",
                "VolumeMismatch",
                names + " to requested PersistentVolumeClaim \"" + ObjectMeta.name(claim)
                        + "\" due to incompatible volumeMode.");
        world.event(
                claim,
                "Warning",
                "VolumeMismatch",
                names + " \"" + ObjectMeta.name(volume) + "\" to requested PersistentVolumeClaim \""
                        + ObjectMeta.name(claim) + "\" due to incompatible volumeMode.");
        return false;
    }

    /// The claim has taken another volume. What was made for it goes; what was there before is free again.
    private boolean bereft(ObjectTree volume) {
        Binding binding = new Binding(world);
        boolean made = ObjectMeta.annotations(volume).has(PROVISIONED_BY);
        if (made && policy(volume).equals("Delete")) {
            return reclaim(isReclaimed(volume) ? volume : binding.phase(volume, "Released", ""));
        }
        ObjectTree spec = volume.object("spec");
        // Where a user chose the claim, the choice stays and only the old claim's identity goes.
        boolean chosen = !ObjectMeta.annotations(volume).has(Claims.BOUND_BY_CONTROLLER);
        ObjectTree freed = chosen
                ? volume.with("spec", spec.with("claimRef", spec.object("claimRef").without("uid")))
                : ObjectMeta.withoutAnnotation(
                        volume.with("spec", spec.without("claimRef")), Claims.BOUND_BY_CONTROLLER);
        binding.phase(world.update(PersistentVolume.RESOURCE, freed), "Available", "");
        return true;
    }

    private static String policy(ObjectTree volume) {
        return volume.object("spec").text("persistentVolumeReclaimPolicy");
    }

    // ---- without a claim

    /// Retained volumes wait for their administrator. Of those to be deleted, drivers delete what they made.
    private boolean reclaim(ObjectTree volume) {
        if (!policy(volume).equals("Delete") || isExternal(volume) || ObjectMeta.isBeingDeleted(volume)) {
            return true;
        }
        Optional<String> failure = failure(volume);
        if (failure.isEmpty()) {
            world.delete(
                    PersistentVolume.RESOURCE, Key.of(volume), Client.Deletion.of(ObjectMeta.uid(volume)));
            return true;
        }
        if (!volume.object("status").text("phase").equals("Failed")) {
            ObjectTree failed = new Binding(world).phase(volume, "Failed", failure.get());
            world.event(failed, "Warning", "VolumeFailedDelete", failure.get());
        }
        return false;
    }

    private static boolean isExternal(ObjectTree volume) {
        String provisioner = ObjectMeta.annotation(volume, PROVISIONED_BY);
        return volume.object("spec").has("csi")
                || ObjectMeta.annotations(volume).has("pv.kubernetes.io/migrated-to")
                || (!provisioner.isEmpty() && !provisioner.startsWith("kubernetes.io/"));
    }

    /// Of the kinds of volumes that need no driver only directories under `/tmp` can be deleted.
    private static Optional<String> failure(ObjectTree volume) {
        ObjectTree spec = volume.object("spec");
        String path = spec.object("hostPath").text("path");
        if (!spec.has("hostPath")) {
            return Optional.of("error getting deleter volume plugin for volume \"" + ObjectMeta.name(volume)
                    + "\": no deletable volume plugin matched");
        }
        return path.matches("/tmp/.+")
                ? Optional.empty()
                : Optional.of("host_path deleter only supports /tmp/.+ but received provided " + path);
    }
}
