package dev.pilothouse.api.quota;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// PersistentVolumeClaims: their number and their size, together and by storage class.
record ClaimMeasure() implements Measure {
    private static final String COUNT = "count/persistentvolumeclaims";
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String STORAGE = "requests.storage";
    private static final String CLASS = ".storageclass.storage.k8s.io/";
    private static final String LEGACY_CLASS = "volume.beta.kubernetes.io/storage-class";

    @Override
    public boolean counts(String name) {
        return name.equals(COUNT)
                || name.equals(CLAIMS)
                || name.equals(STORAGE)
                || name.endsWith(CLASS + CLAIMS)
                || name.endsWith(CLASS + STORAGE);
    }

    @Override
    public boolean countsUpdates(String subresource) {
        return subresource.isEmpty() || subresource.equals("status");
    }

    @Override
    public Usage of(ObjectTree claim, Instant now) {
        Usage usage = Usage.one(COUNT).plus(Usage.one(CLAIMS));
        String storageClass = storageClass(claim);
        if (!storageClass.isEmpty()) {
            usage = usage.plus(Usage.one(storageClass + CLASS + CLAIMS));
        }
        Tree requested = claim.object("spec").object("resources").object("requests").get("storage");
        if (requested.isNull()) {
            return usage;
        }
        // While a claim grows, the greater of what it has and what it asks for is taken.
        Usage storage = Usage.NONE;
        for (Tree size : new Tree[] {
            requested, claim.object("status").object("allocatedResources").get("storage")
        }) {
            if (!size.isNull()) {
                Quantity parsed = Quantity.parse(size.asText());
                Quantity whole = parsed.amount().stripTrailingZeros().scale() > 0
                        ? Quantity.of(parsed.value(), parsed.format())
                        : parsed;
                storage = storage.max(new Usage(Map.of(STORAGE, whole)));
            }
        }
        Quantity size = storage.amounts().get(STORAGE);
        return storageClass.isEmpty()
                ? usage.plus(storage)
                : usage.plus(storage).plus(new Usage(Map.of(storageClass + CLASS + STORAGE, size)));
    }

    private static String storageClass(ObjectTree claim) {
        String legacy = claim.object("metadata").object("annotations").text(LEGACY_CLASS);
        return legacy.isEmpty() ? claim.object("spec").text("storageClassName") : legacy;
    }

    @Override
    public boolean isIn(Scope scope, ObjectTree claim) {
        return scope.name().equals("VolumeAttributesClass") && scope.matches(attributesClasses(claim));
    }

    private static Set<String> attributesClasses(ObjectTree claim) {
        ObjectTree status = claim.object("status");
        Set<String> names = new TreeSet<>();
        Stream.of(
                        claim.object("spec").text("volumeAttributesClassName"),
                        status.text("currentVolumeAttributesClassName"),
                        status.object("modifyVolumeStatus").text("targetVolumeAttributesClassName"))
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }
}
