package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// What is asked of every object's `metadata`, whatever its kind.
public final class MetaRules {
    /// All keys and values of the annotations together.
    private static final int ANNOTATIONS_LIMIT_BYTES = 256 * 1024;

    /// The fields of an owner reference in the order in which Go prints them.
    private static final List<String> OWNER_ORDER =
            List.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion");

    private static final String IMMUTABLE = "field is immutable";

    private MetaRules() {}

    /// Checks the metadata of an object that is about to be stored. The server has given it a name by now.
    public static void check(
            ObjectTree metadata, boolean namespaced, NameRules.Rule nameRule, FieldPath path, Problems problems) {
        String prefix = metadata.text("generateName");
        if (!prefix.isEmpty()) {
            problems.invalidEach(path.child("generateName"), prefix, NameRules.generateName(nameRule, prefix));
        }
        String name = metadata.text("name");
        if (name.isEmpty()) {
            problems.required(path.child("name"), "name or generateName is required");
        } else {
            problems.invalidEach(path.child("name"), name, nameRule.broken(name));
        }
        namespace(metadata.text("namespace"), namespaced, path.child("namespace"), problems);
        if (metadata.number("generation") < 0) {
            problems.invalid(
                    path.child("generation"), metadata.get("generation"), "must be greater than or equal to 0");
        }
        labels(metadata.object("labels"), path.child("labels"), problems);
        annotations(metadata.object("annotations"), path.child("annotations"), problems);
        ownerReferences(metadata.list("ownerReferences"), path.child("ownerReferences"), problems);
        finalizers(metadata.list("finalizers"), path.child("finalizers"), problems);
    }

    /// Checks how metadata changes.
    public static void checkUpdate(ObjectTree metadata, ObjectTree old, FieldPath path, Problems problems) {
        if (!old.get("deletionTimestamp").isNull()) {
            noNewFinalizers(metadata.list("finalizers"), old.list("finalizers"), path.child("finalizers"), problems);
        }
        if (metadata.text("resourceVersion").isEmpty()) {
            problems.invalid(path.child("resourceVersion"), "", "must be specified for an update");
        }
        if (metadata.number("generation") < old.number("generation")) {
            problems.invalid(path.child("generation"), metadata.number("generation"), "must not be decremented");
        }
        for (String field : List.of("name", "namespace", "uid", "creationTimestamp")) {
            immutable(metadata.get(field), old.get(field), path.child(field), problems);
        }
        immutable(
                metadata.get("deletionTimestamp"),
                old.get("deletionTimestamp"),
                path.child("deletionTimestamp"),
                problems);
        immutable(
                metadata.get("deletionGracePeriodSeconds"),
                old.get("deletionGracePeriodSeconds"),
                path.child("deletionGracePeriodSeconds"),
                problems);
        labels(metadata.object("labels"), path.child("labels"), problems);
        annotations(metadata.object("annotations"), path.child("annotations"), problems);
        ownerReferences(metadata.list("ownerReferences"), path.child("ownerReferences"), problems);
    }

    /// A value that may not change once it is stored.
    public static void immutable(Tree value, Tree old, FieldPath path, Problems problems) {
        boolean same = value.isNull() && old.isNull() || value.equals(old);
        if (!same) {
            problems.invalid(path, value, IMMUTABLE);
        }
    }

    private static void namespace(String namespace, boolean namespaced, FieldPath path, Problems problems) {
        if (!namespaced) {
            if (!namespace.isEmpty()) {
                problems.forbidden(path, "not allowed on this type");
            }
        } else if (namespace.isEmpty()) {
            problems.required(path, "");
        } else {
            problems.invalidEach(path, namespace, NameRules.dns1123Label(namespace));
        }
    }

    public static void labels(ObjectTree labels, FieldPath path, Problems problems) {
        for (ObjectTree.Cursor c = labels.cursor(); c.next(); ) {
            problems.invalidEach(path, c.name(), NameRules.qualifiedName(c.name()));
            String value = c.value().asText();
            problems.invalidEach(path, value, NameRules.labelValue(value));
        }
    }

    public static void annotations(ObjectTree annotations, FieldPath path, Problems problems) {
        long bytes = 0;
        for (ObjectTree.Cursor c = annotations.cursor(); c.next(); ) {
            String name = c.name();
            problems.invalidEach(path, name, NameRules.qualifiedName(name.toLowerCase(Locale.ROOT)));
            bytes += size(name) + size(c.value().asText());
        }
        if (bytes > ANNOTATIONS_LIMIT_BYTES) {
            problems.tooLong(path, ANNOTATIONS_LIMIT_BYTES);
        }
    }

    private static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    public static void ownerReferences(ListTree owners, FieldPath path, Problems problems) {
        String controller = "";
        for (ObjectTree owner : owners.objects()) {
            String apiVersion = owner.text("apiVersion");
            if (apiVersion.isEmpty() || apiVersion.endsWith("/")) {
                problems.invalid(path.child("apiVersion"), apiVersion, "version must not be empty");
            }
            for (String field : List.of("kind", "name", "uid")) {
                if (owner.text(field).isEmpty()) {
                    problems.invalid(path.child(field), "", "must not be empty");
                }
            }
            if (apiVersion.equals("v1") && owner.text("kind").equals("Event")) {
                problems.invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
            }
            if (owner.bool("controller")) {
                String name = owner.text("kind") + "/" + owner.text("name");
                if (controller.isEmpty()) {
                    controller = name;
                } else {
                    problems.invalidShown(
                            path,
                            GoText.json(owners, OWNER_ORDER),
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + controller + " and " + name);
                }
            }
        }
    }

    public static void finalizers(ListTree finalizers, FieldPath path, Problems problems) {
        List<String> names = finalizers.texts();
        names.forEach(name -> problems.invalidEach(path, name, NameRules.qualifiedName(name)));
        if (names.contains("orphan") && names.contains("foregroundDeletion")) {
            problems.invalid(path, finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static void noNewFinalizers(ListTree finalizers, ListTree old, FieldPath path, Problems problems) {
        TreeSet<String> added = new TreeSet<>(finalizers.texts());
        old.texts().forEach(added::remove);
        if (!added.isEmpty()) {
            String list = String.join(", ", added.stream().map(GoText::quote).toList());
            problems.forbidden(
                    path,
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                            + list + "}");
        }
    }
}
