package dev.pilothouse.api.volume;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Optional;

/// What a persistent volume claim says.
public final class Claims {
    /// Old way to name the storage class; it wins over the field.
    public static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    /// Says that the claim once was bound for good.
    public static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

    /// Says on a claim or volume that the binder, and not a user, chose the other side.
    public static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

    /// Where the scheduler wants a volume to be provisioned.
    public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private Claims() {}

    /// The storage class of a claim or a volume; empty if it names none.
    public static String className(ObjectTree object) {
        return ObjectMeta.annotations(object).has(CLASS_ANNOTATION)
                ? ObjectMeta.annotation(object, CLASS_ANNOTATION)
                : object.object("spec").text("storageClassName");
    }

    /// Whether the claim leaves it to the cluster which class it is of.
    public static boolean leavesClassOpen(ObjectTree claim) {
        return !ObjectMeta.annotations(claim).has(CLASS_ANNOTATION)
                && claim.object("spec").get("storageClassName").isNull();
    }

    public static Quantity requested(ObjectTree claim) {
        String text = claim.object("spec").object("resources").object("requests").text("storage");
        return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    }

    /// Whether both sides know of each other for good.
    public static boolean isFullyBound(ObjectTree claim) {
        return !claim.object("spec").text("volumeName").isEmpty() && isBindingComplete(claim);
    }

    public static boolean isBindingComplete(ObjectTree claim) {
        return ObjectMeta.annotations(claim).has(BIND_COMPLETED);
    }

    /// Whether the class wants volumes to be chosen only when a pod that needs them is placed.
    public static boolean waitsForConsumer(ObjectTree storageClass) {
        return storageClass.text("volumeBindingMode").equals("WaitForFirstConsumer");
    }

    /// The claim of a pod's volume by name; empty for volumes that need none.
    public static Optional<String> ofVolume(ObjectTree pod, ObjectTree volume) {
        if (volume.has("persistentVolumeClaim")) {
            return Optional.of(volume.object("persistentVolumeClaim").text("claimName"));
        }
        return volume.has("ephemeral")
                ? Optional.of(ObjectMeta.name(pod) + "-" + volume.text("name"))
                : Optional.empty();
    }

    /// Whether the claim was made for an ephemeral volume of exactly this pod.
    public static boolean isMadeFor(ObjectTree claim, ObjectTree pod) {
        return ObjectMeta.namespace(claim).equals(ObjectMeta.namespace(pod))
                && OwnerReferences.isControlledBy(claim, ObjectMeta.uid(pod));
    }

    /// Says that the name of an ephemeral volume's claim is taken.
    public static String notMadeFor(ObjectTree claim, ObjectTree pod) {
        return "PVC " + ObjectMeta.namespace(claim) + "/" + ObjectMeta.name(claim) + " was not created for pod "
                + ObjectMeta.namespace(pod) + "/" + ObjectMeta.name(pod) + " (pod is not owner)";
    }
}
