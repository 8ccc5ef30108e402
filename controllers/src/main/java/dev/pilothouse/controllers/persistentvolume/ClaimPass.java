package dev.pilothouse.controllers.persistentvolume;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.storage.v1.StorageClass;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.api.volume.Volumes;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One look at a claim.
record ClaimPass(World world) {
    private static final String IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";
    private static final String WAS_DEFAULT = "storageclass.beta.kubernetes.io/is-default-class";

    /// @return whether nothing is left to wait for
    boolean settle(ObjectTree claim) {
        if (Claims.isBindingComplete(claim)) {
            bound(claim);
            return true;
        }
        return claim.object("spec").text("volumeName").isEmpty() ? unbound(claim) : asked(claim);
    }

    // ---- bound before

    private void bound(ObjectTree claim) {
        String name = claim.object("spec").text("volumeName");
        if (name.isEmpty()) {
            lose(claim, "ClaimLost", "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!");
            return;
        }
        Optional<ObjectTree> volume = world.get(PersistentVolume.RESOURCE, new Key("", name));
        if (volume.isEmpty()) {
            lose(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
            return;
        }
        ObjectTree reference = volume.get().object("spec").object("claimRef");
        if (reference.isEmpty() || reference.text("uid").equals(ObjectMeta.uid(claim))) {
            new Binding(world).bind(volume.get(), claim);
        } else {
            lose(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
        }
    }

    private void lose(ObjectTree claim, String reason, String message) {
        if (!claim.object("status").text("phase").equals("Lost")) {
            ObjectTree lost = new Binding(world).claimPhase(claim, "Lost", ObjectTree.EMPTY);
            world.event(lost, "Warning", reason, message);
        }
    }

    // ---- a volume was asked for by name

    private boolean asked(ObjectTree claim) {
        String name = claim.object("spec").text("volumeName");
        Optional<ObjectTree> found = world.get(PersistentVolume.RESOURCE, new Key("", name));
        if (found.isEmpty()) {
            return pending(claim);
        }
        ObjectTree volume = found.get();
        if (Volumes.isFor(volume, claim)) {
            new Binding(world).bind(volume, claim);
            return true;
        }
        if (Volumes.isClaimed(volume)) {
            world.event(
                    claim,
                    "Warning",
                    "FailedBinding",
                    "volume \"" + name + "\" already bound to a different claim.");
            return pending(claim);
        }
        Optional<String> mismatch = Volumes.mismatch(volume, claim);
        if (mismatch.isPresent()) {
            world.event(
                    claim,
                    "Warning",
                    "VolumeMismatch",
                    "Cannot bind to requested volume \"" + name + "\": " + mismatch.get());
            return pending(claim);
        }
        new Binding(world).bind(volume, claim);
        return true;
    }

    private boolean pending(ObjectTree claim) {
        new Binding(world).claimPhase(claim, "Pending", ObjectTree.EMPTY);
        return false;
    }

    // ---- any volume will do

    private boolean unbound(ObjectTree claim) {
        boolean waits = !ObjectMeta.annotations(claim).has(Claims.SELECTED_NODE)
                && storageClass(claim).filter(Claims::waitsForConsumer).isPresent();
        Optional<ObjectTree> volume = Volumes.best(claim, world.all(PersistentVolume.RESOURCE), waits);
        if (volume.isPresent()) {
            new Binding(world).bind(volume.get(), claim);
            return true;
        }
        if (Claims.leavesClassOpen(claim) && giveDefaultClass(claim)) {
            return true;
        }
        if (waits) {
            explainWaiting(claim);
        } else if (!Claims.className(claim).isEmpty()) {
            new Provisioning(world).ask(claim, storageClass(claim));
            return false;
        } else {
            world.event(
                    claim,
                    "Normal",
                    "FailedBinding",
                    "no persistent volumes available for this claim and no storage class is set");
        }
        return pending(claim);
    }

    private Optional<ObjectTree> storageClass(ObjectTree claim) {
        String name = Claims.className(claim);
        return name.isEmpty() ? Optional.empty() : world.get(StorageClass.RESOURCE, new Key("", name));
    }

    /// A claim that came before there was a default class gets it now: the youngest of those that say so.
    private boolean giveDefaultClass(ObjectTree claim) {
        Optional<ObjectTree> standard = world.all(StorageClass.RESOURCE).stream()
                .filter(each -> ObjectMeta.annotation(each, IS_DEFAULT).equals("true")
                        || ObjectMeta.annotation(each, WAS_DEFAULT).equals("true"))
                .min(Comparator.comparing((ObjectTree each) -> each.object("metadata").text("creationTimestamp"))
                        .reversed()
                        .thenComparing(ObjectMeta::name));
        standard.ifPresent(each -> world.update(
                PersistentVolumeClaim.RESOURCE,
                claim.withAt(Tree.of(ObjectMeta.name(each)), "spec", "storageClassName")));
        return standard.isPresent();
    }

    private void explainWaiting(ObjectTree claim) {
        List<String> pods = world.in(Pod.RESOURCE, ObjectMeta.namespace(claim)).stream()
                .filter(pod -> pod.object("spec").text("nodeName").isEmpty())
                .filter(pod -> !isFinished(pod))
                .filter(pod -> mentions(pod, ObjectMeta.name(claim)))
                .map(ObjectMeta::name)
                .sorted()
                .toList();
        switch (pods.size()) {
            case 0 ->
                world.event(
                        claim,
                        "Normal",
                        "WaitForFirstConsumer",
                        "waiting for first consumer to be created before binding");
            case 1 ->
                world.event(
                        claim,
                        "Normal",
                        "WaitForPodScheduled",
                        "waiting for pod " + pods.getFirst() + " to be scheduled");
            default ->
                world.event(
                        claim,
                        "Normal",
                        "WaitForPodScheduled",
                        "waiting for pods " + String.join(",", pods) + " to be scheduled");
        }
    }

    private static boolean isFinished(ObjectTree pod) {
        String phase = pod.object("status").text("phase");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private static boolean mentions(ObjectTree pod, String claim) {
        return pod.object("spec").list("volumes").objects().stream()
                .map(volume -> Claims.ofVolume(pod, volume))
                .anyMatch(name -> name.filter(claim::equals).isPresent());
    }
}
