package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Optional;

/// Reads and edits `metadata` of whole objects. A field that would become empty is removed, as the encoder does it.
public final class ObjectMeta {
    private ObjectMeta() {}

    public static ObjectTree of(ObjectTree object) {
        return object.object("metadata");
    }

    public static String name(ObjectTree object) {
        return of(object).text("name");
    }

    /// Empty for an object of the cluster.
    public static String namespace(ObjectTree object) {
        return of(object).text("namespace");
    }

    /// `namespace/name`, or the name alone.
    public static String key(ObjectTree object) {
        String namespace = namespace(object);
        return namespace.isEmpty() ? name(object) : namespace + "/" + name(object);
    }

    public static String uid(ObjectTree object) {
        return of(object).text("uid");
    }

    public static String resourceVersion(ObjectTree object) {
        return of(object).text("resourceVersion");
    }

    public static long generation(ObjectTree object) {
        return of(object).number("generation");
    }

    public static ObjectTree labels(ObjectTree object) {
        return of(object).object("labels");
    }

    public static String label(ObjectTree object, String key) {
        return labels(object).text(key);
    }

    public static ObjectTree annotations(ObjectTree object) {
        return of(object).object("annotations");
    }

    public static String annotation(ObjectTree object, String key) {
        return annotations(object).text(key);
    }

    public static List<String> finalizers(ObjectTree object) {
        return of(object).list("finalizers").texts();
    }

    public static boolean hasFinalizer(ObjectTree object, String finalizer) {
        return finalizers(object).contains(finalizer);
    }

    public static boolean isBeingDeleted(ObjectTree object) {
        return !of(object).get("deletionTimestamp").isNull();
    }

    /// Empty if the object isn't being deleted.
    public static Optional<String> deletionTimestamp(ObjectTree object) {
        return isBeingDeleted(object) ? Optional.of(of(object).text("deletionTimestamp")) : Optional.empty();
    }

    /// The object with a field of its metadata set; [NullTree#ABSENT] removes it.
    public static ObjectTree with(ObjectTree object, String field, Tree value) {
        return object.with("metadata", of(object).with(field, value));
    }

    public static ObjectTree without(ObjectTree object, String field) {
        return with(object, field, NullTree.ABSENT);
    }

    public static ObjectTree withName(ObjectTree object, String name) {
        return with(object, "name", Tree.of(name));
    }

    public static ObjectTree withNamespace(ObjectTree object, String namespace) {
        return namespace.isEmpty() ? without(object, "namespace") : with(object, "namespace", Tree.of(namespace));
    }

    public static ObjectTree withResourceVersion(ObjectTree object, String version) {
        return version.isEmpty()
                ? without(object, "resourceVersion")
                : with(object, "resourceVersion", Tree.of(version));
    }

    public static ObjectTree withLabel(ObjectTree object, String key, String value) {
        return with(object, "labels", labels(object).with(key, value));
    }

    public static ObjectTree withoutLabel(ObjectTree object, String key) {
        return withMap(object, "labels", labels(object).without(key));
    }

    public static ObjectTree withAnnotation(ObjectTree object, String key, String value) {
        return with(object, "annotations", annotations(object).with(key, value));
    }

    public static ObjectTree withoutAnnotation(ObjectTree object, String key) {
        return withMap(object, "annotations", annotations(object).without(key));
    }

    private static ObjectTree withMap(ObjectTree object, String field, ObjectTree map) {
        return map.isEmpty() ? without(object, field) : with(object, field, map);
    }

    /// The object with the finalizer, added at the end if it is missing.
    public static ObjectTree withFinalizer(ObjectTree object, String finalizer) {
        return hasFinalizer(object, finalizer)
                ? object
                : with(object, "finalizers", of(object).list("finalizers").plus(Tree.of(finalizer)));
    }

    public static ObjectTree withoutFinalizer(ObjectTree object, String finalizer) {
        List<String> rest = finalizers(object).stream()
                .filter(name -> !name.equals(finalizer))
                .toList();
        return rest.isEmpty() ? without(object, "finalizers") : with(object, "finalizers", ListTree.ofTexts(rest));
    }
}
