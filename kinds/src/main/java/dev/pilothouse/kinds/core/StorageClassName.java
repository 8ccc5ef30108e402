package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;

/// The storage class that a volume or claim names: an annotation long ago, which still wins, a field since.
final class StorageClassName {
    static final String ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    private StorageClassName() {}

    static String of(ObjectTree object) {
        return ObjectMeta.annotations(object).has(ANNOTATION)
                ? ObjectMeta.annotation(object, ANNOTATION)
                : object.object("spec").text("storageClassName");
    }
}
