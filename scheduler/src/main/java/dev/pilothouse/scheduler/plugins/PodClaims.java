package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.storage.v1.StorageClass;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.client.Key;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The claims of one pod, and the volumes that they have.
record PodClaims(PodState pod, Plugin.Cluster cluster) {

    Optional<ObjectTree> find(PodState.ClaimUse use) {
        return cluster.get(PersistentVolumeClaim.RESOURCE, new Key(pod.namespace(), use.name()));
    }

    /// Those that exist.
    List<ObjectTree> existing() {
        List<ObjectTree> claims = new ArrayList<>();
        pod.claims().forEach(use -> find(use).ifPresent(claims::add));
        return claims;
    }

    Optional<ObjectTree> volumeOf(ObjectTree claim) {
        String name = claim.object("spec").text("volumeName");
        return name.isEmpty() ? Optional.empty() : cluster.get(PersistentVolume.RESOURCE, new Key("", name));
    }

    Optional<ObjectTree> classOf(ObjectTree claim) {
        String name = Claims.className(claim);
        return name.isEmpty() ? Optional.empty() : cluster.get(StorageClass.RESOURCE, new Key("", name));
    }

    /// Whether the claim's volume is to be chosen with the pod's node.
    boolean waits(ObjectTree claim) {
        return !Claims.isFullyBound(claim)
                && claim.object("spec").text("volumeName").isEmpty()
                && classOf(claim).filter(Claims::waitsForConsumer).isPresent();
    }

    static String missing(PodState.ClaimUse use) {
        return use.isEphemeral()
                ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \"" + use.name() + "\""
                : "persistentvolumeclaim \"" + use.name() + "\" not found";
    }
}
