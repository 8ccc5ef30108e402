package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.api.volume.Volumes;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.scheduler.Plugin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Reserves volumes for a pod's claims, tells provisioners for which node to make the others, and waits until the binder
/// has completed all.
///
/// @param matches claims and the volumes that they are to have
/// @param provisions claims for which volumes have to be made
record VolumeErrand(
        String node, List<Match> matches, List<ObjectTree> provisions, Plugin.Cluster cluster)
        implements Plugin.Errand {
    /// How long binding may take (`VolumeBindingArgs.bindTimeoutSeconds`).
    private static final Duration TIMEOUT = Duration.ofSeconds(600);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    record Match(ObjectTree claim, ObjectTree volume) {
        /// The volume as it is for the claim and nobody else.
        ObjectTree reserved() {
            if (!volume.object("spec").object("claimRef").text("uid").isEmpty()) {
                return volume;
            }
            ObjectTree reference = ObjectTree.builder()
                    .put("kind", "PersistentVolumeClaim")
                    .put("namespace", ObjectMeta.namespace(claim))
                    .put("name", ObjectMeta.name(claim))
                    .put("uid", ObjectMeta.uid(claim))
                    .put("apiVersion", "v1")
                    .put("resourceVersion", ObjectMeta.resourceVersion(claim))
                    .build();
            ObjectTree reserved = volume.withAt(reference, "spec", "claimRef");
            return Volumes.isClaimed(volume)
                    ? reserved
                    : ObjectMeta.withAnnotation(reserved, Claims.BOUND_BY_CONTROLLER, "yes");
        }
    }

    private ObjectTree selected(ObjectTree claim) {
        return ObjectMeta.withAnnotation(claim, Claims.SELECTED_NODE, node);
    }

    @Override
    public void assume() {
        matches.forEach(match -> cluster.assume(PersistentVolume.RESOURCE, match.reserved()));
        provisions.forEach(claim -> cluster.assume(PersistentVolumeClaim.RESOURCE, selected(claim)));
    }

    @Override
    public void forget() {
        matches.forEach(match -> restore(PersistentVolume.RESOURCE, match.reserved(), match.volume()));
        provisions.forEach(claim -> restore(PersistentVolumeClaim.RESOURCE, selected(claim), claim));
    }

    /// Unless a newer version has come meanwhile.
    private void restore(GroupVersionResource resource, ObjectTree assumed, ObjectTree before) {
        if (cluster.get(resource, Key.of(assumed)).filter(assumed::equals).isPresent()) {
            cluster.assume(resource, before);
        }
    }

    @Override
    public void carryOut(Client client, BiFunction<GroupVersionResource, Key, Optional<ObjectTree>> current)
            throws InterruptedException, Plugin.ErrandFailed {
        try {
            for (Match match : matches) {
                if (!match.reserved().equals(match.volume())) {
                    client.update(PersistentVolume.RESOURCE, match.reserved());
                }
            }
            for (ObjectTree claim : provisions) {
                if (!selected(claim).equals(claim)) {
                    client.update(PersistentVolumeClaim.RESOURCE, selected(claim));
                }
            }
        } catch (ApiError e) {
            throw new Plugin.ErrandFailed(e.getMessage());
        }
        await(current);
    }

    private void await(BiFunction<GroupVersionResource, Key, Optional<ObjectTree>> current)
            throws InterruptedException, Plugin.ErrandFailed {
        boolean wasSelected = false;
        for (long left = TIMEOUT.dividedBy(LOOK_AGAIN); left > 0; left--) {
            boolean done = true;
            for (Match match : matches) {
                done &= Claims.isFullyBound(claim(match.claim(), current));
            }
            boolean selected = !provisions.isEmpty();
            for (ObjectTree before : provisions) {
                ObjectTree claim = claim(before, current);
                boolean bound = Claims.isFullyBound(claim);
                done &= bound;
                selected &= bound || ObjectMeta.annotation(claim, Claims.SELECTED_NODE).equals(node);
            }
            if (done) {
                return;
            }
            // Provisioners take the node away again where they can't make a volume for it.
            if (wasSelected && !selected) {
                throw new Plugin.ErrandFailed("binding volumes: provisioning failed for PVC");
            }
            wasSelected |= selected;
            Thread.sleep(LOOK_AGAIN);
        }
        throw new Plugin.ErrandFailed("binding volumes: context deadline exceeded");
    }

    private static ObjectTree claim(
            ObjectTree before, BiFunction<GroupVersionResource, Key, Optional<ObjectTree>> current)
            throws Plugin.ErrandFailed {
        Optional<ObjectTree> claim = current.apply(PersistentVolumeClaim.RESOURCE, Key.of(before));
        return claim.orElseThrow(() -> new Plugin.ErrandFailed("binding volumes: failed to get pvc "
                + ObjectMeta.key(before) + ": persistentvolumeclaim \"" + ObjectMeta.name(before) + "\" not found"));
    }
}
