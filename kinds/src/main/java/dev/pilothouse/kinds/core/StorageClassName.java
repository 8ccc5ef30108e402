package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;

/// The storage class that a volume or claim names: an annotation long ago, which still wins, a field since.
final class StorageClassName {
    static final String ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    private StorageClassName() {}

    /// Warns of the annotation.
    static void warn(Place object, Warnings told) {
        Place annotation = object.at("metadata", "annotations").key(ANNOTATION);
        if (annotation.isPresent()) {
            told.add(annotation, "deprecated since v1.8; use \"storageClassName\" attribute instead");
        }
    }

    static String of(ObjectTree object) {
        return ObjectMeta.annotations(object).has(ANNOTATION)
                ? ObjectMeta.annotation(object, ANNOTATION)
                : object.object("spec").text("storageClassName");
    }
}
