package dev.pilothouse.api.volume;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.NodeTerms;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a persistent volume says, and which of several is the best for a claim.
public final class Volumes {
    private Volumes() {}

    public static Quantity capacity(ObjectTree volume) {
        String text = volume.object("spec").object("capacity").text("storage");
        return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    }

    public static boolean isClaimed(ObjectTree volume) {
        return !volume.object("spec").object("claimRef").isEmpty();
    }

    /// Whether the volume is meant for the claim: by name, and by uid where it already tells one.
    public static boolean isFor(ObjectTree volume, ObjectTree claim) {
        ObjectTree reference = volume.object("spec").object("claimRef");
        return !reference.isEmpty()
                && reference.text("name").equals(ObjectMeta.name(claim))
                && reference.text("namespace").equals(ObjectMeta.namespace(claim))
                && (reference.text("uid").isEmpty() || reference.text("uid").equals(ObjectMeta.uid(claim)));
    }

    /// Whether the node is one from which the volume can be reached.
    public static boolean isReachableFrom(ObjectTree volume, ObjectTree node) {
        ObjectTree affinity = volume.object("spec").object("nodeAffinity");
        return !affinity.has("required")
                || NodeTerms.matchAny(affinity.object("required").list("nodeSelectorTerms"), node);
    }

    /// Why a claim that names the volume can't have it; empty if it can.
    public static Optional<String> mismatch(ObjectTree volume, ObjectTree claim) {
        if (capacity(volume).compareTo(Claims.requested(claim)) < 0) {
            return Optional.of("requested PV is too small");
        }
        if (!Claims.className(volume).equals(Claims.className(claim))) {
            return Optional.of("storageClassName does not match");
        }
        if (!attributesClass(volume).equals(attributesClass(claim))) {
            return Optional.of("volumeAttributesClassName does not match");
        }
        if (!hasModeOf(volume, claim)) {
            return Optional.of("incompatible volumeMode");
        }
        return hasAccessModesOf(volume, claim) ? Optional.empty() : Optional.of("incompatible accessMode");
    }

    /// Whether both are a file system, or both a raw device.
    public static boolean hasModeOf(ObjectTree volume, ObjectTree claim) {
        return mode(volume).equals(mode(claim));
    }

    private static String mode(ObjectTree object) {
        String mode = object.object("spec").text("volumeMode");
        return mode.isEmpty() ? "Filesystem" : mode;
    }

    private static String attributesClass(ObjectTree object) {
        return object.object("spec").text("volumeAttributesClassName");
    }

    private static boolean hasAccessModesOf(ObjectTree volume, ObjectTree claim) {
        return accessModes(volume).containsAll(accessModes(claim));
    }

    private static List<String> accessModes(ObjectTree object) {
        return object.object("spec").list("accessModes").texts();
    }

    /// The volume that the binder gives the claim: the one that is meant for it, or else the smallest that has all it
    /// asks for, of those with the fewest access modes.
    ///
    /// @param onlyMeant whether a volume must already be meant for the claim, since a pod has yet to choose
    public static Optional<ObjectTree> best(ObjectTree claim, Collection<ObjectTree> volumes, boolean onlyMeant) {
        Stream<ObjectTree> usable = volumes.stream()
                .filter(volume -> isUsable(volume, claim))
                .filter(volume -> hasAccessModesOf(volume, claim));
        List<ObjectTree> candidates = usable.toList();
        Comparator<ObjectTree> order = Comparator.comparingInt((ObjectTree volume) -> accessModes(volume).size())
                .thenComparing(Volumes::capacity)
                .thenComparing(ObjectMeta::name);
        Optional<ObjectTree> meant =
                candidates.stream().filter(volume -> isFor(volume, claim)).min(order);
        if (meant.isPresent() || onlyMeant) {
            return meant;
        }
        return candidates.stream().filter(isOffered(claim)).min(order);
    }

    /// The volume that a pod on the node could have for the claim.
    ///
    /// @param taken volumes by name that other claims of the pod will have
    public static Optional<ObjectTree> bestOn(
            ObjectTree claim, Collection<ObjectTree> volumes, ObjectTree node, Set<String> taken) {
        List<ObjectTree> candidates = volumes.stream()
                .filter(volume -> !taken.contains(ObjectMeta.name(volume)))
                .filter(volume -> isUsable(volume, claim))
                .toList();
        Optional<ObjectTree> meant =
                candidates.stream().filter(volume -> isFor(volume, claim)).findFirst();
        if (meant.isPresent()) {
            return meant.filter(volume -> isReachableFrom(volume, node));
        }
        return candidates.stream()
                .filter(isOffered(claim))
                .filter(volume -> hasAccessModesOf(volume, claim))
                .filter(volume -> isReachableFrom(volume, node))
                .min(Comparator.comparing(Volumes::capacity).thenComparing(ObjectMeta::name));
    }

    private static boolean isUsable(ObjectTree volume, ObjectTree claim) {
        return (!isClaimed(volume) || isFor(volume, claim))
                && hasModeOf(volume, claim)
                && !ObjectMeta.isBeingDeleted(volume)
                && capacity(volume).compareTo(Claims.requested(claim)) >= 0;
    }

    private static Predicate<ObjectTree> isOffered(ObjectTree claim) {
        ObjectTree spec = claim.object("spec");
        LabelSelector selector =
                spec.has("selector") ? LabelSelector.of(spec.get("selector")) : LabelSelector.EVERYTHING;
        return volume -> volume.object("status").text("phase").equals("Available")
                && Claims.className(volume).equals(Claims.className(claim))
                && attributesClass(volume).equals(attributesClass(claim))
                && selector.matches(ObjectMeta.labels(volume));
    }
}
