package dev.pilothouse.controllers.revisions;

import dev.pilothouse.api.apps.v1.ControllerRevision;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.api.meta.RandomSuffix;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// The templates that a StatefulSet or DaemonSet has had: each is the patch that brings it back.
public final class Revisions {
    /// Oldest first.
    public static final Comparator<ObjectTree> ORDER = Comparator.<ObjectTree>comparingLong(
                    revision -> revision.number("revision"))
            .thenComparing(revision -> ObjectMeta.of(revision).text("creationTimestamp"))
            .thenComparing(ObjectMeta::name);

    private static final int OFFSET = 0x811c9dc5;
    private static final int PRIME = 0x01000193;
    /// What a hash may add to the longest name.
    private static final int NAME_LIMIT = 223;

    private Revisions() {}

    /// The patch that sets the owner's template to what it is now.
    public static ObjectTree dataOf(ObjectTree owner) {
        ObjectTree template = owner.object("spec").object("template").with("$patch", "replace");
        return ObjectTree.of("spec", ObjectTree.of("template", template));
    }

    /// The owner with the template that the revision remembers.
    public static ObjectTree apply(ObjectTree owner, ObjectTree revision) {
        ObjectTree template = revision.object("data").object("spec").object("template");
        return owner.withAt(template.without("$patch"), "spec", "template");
    }

    public static boolean isOf(ObjectTree revision, ObjectTree data) {
        return revision.object("data").equals(data);
    }

    public static long next(List<ObjectTree> revisions) {
        return revisions.stream()
                        .mapToLong(revision -> revision.number("revision"))
                        .max()
                        .orElse(0)
                + 1;
    }

    /// A revision that isn't stored yet.
    ///
    /// @param hashLabel under which the hash stands among the labels, which are else the template's
    public static ObjectTree unsaved(
            ObjectTree owner, ObjectTree data, long number, String hash, String hashLabel) {
        String name = ObjectMeta.name(owner);
        ObjectTree.Builder metadata = ObjectTree.builder()
                .put("name", (name.length() > NAME_LIMIT ? name.substring(0, NAME_LIMIT) : name) + "-" + hash)
                .put("namespace", ObjectMeta.namespace(owner))
                .put(
                        "labels",
                        owner.object("spec")
                                .object("template")
                                .object("metadata")
                                .object("labels")
                                .with(hashLabel, hash))
                .put("ownerReferences", ListTree.of(OwnerReferences.controller(owner)));
        if (!ObjectMeta.annotations(owner).isEmpty()) {
            metadata.put("annotations", ObjectMeta.annotations(owner));
        }
        return ObjectTree.builder()
                .put("metadata", metadata.build())
                .put("data", data)
                .put("revision", number)
                .build();
    }

    /// FNV-1 of 32 bits over the patch as Go writes it and the number of collisions, safe in names.
    public static String hash(ObjectTree data, long collisions) {
        int hash = add(OFFSET, goJson(data));
        return RandomSuffix.ofHash(Integer.toUnsignedLong(add(hash, Long.toString(collisions))));
    }

    private static int add(int before, String text) {
        int hash = before;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = hash * PRIME ^ b & 0xff;
        }
        return hash;
    }

    /// Go escapes in JSON what could end a script in HTML or JavaScript.
    private static String goJson(ObjectTree tree) {
        return Json.text(tree)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /// Forgets the oldest revisions that nothing lives by, beyond the owner's limit.
    ///
    /// @param all in order
    /// @param live names of those that are kept in any case
    public static void truncate(ObjectTree owner, List<ObjectTree> all, Set<String> live, World world) {
        List<ObjectTree> history = all.stream()
                .filter(revision -> !live.contains(ObjectMeta.name(revision)))
                .toList();
        long surplus = history.size() - owner.object("spec").number("revisionHistoryLimit");
        for (ObjectTree revision : history.subList(0, (int) Math.max(0, surplus))) {
            world.delete(
                    ControllerRevision.RESOURCE, Key.of(revision), Client.Deletion.of(ObjectMeta.uid(revision)));
        }
    }
}
