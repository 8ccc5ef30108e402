package dev.pilothouse.apiserver.bootstrap;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An object that every cluster holds from the beginning, as a line of `objects.txt` tells it: the resource's group, version and
/// name, the object's namespace and name, and the object as it is stored, with `$uid` and `$now` where each cluster has its own.
/// Lines are read when they are needed: a cluster that has begun needs none.
///
/// @param namespace empty where the resource has none
record FirstObject(GroupVersionResource resource, String namespace, String name, String line) {
    private static final int WORDS = 6;
    private static final String CORE = "core";
    private static final String NONE = "-";

    /// All of them: facts of 1.36.
    static List<FirstObject> all() {
        try (InputStream in = FirstObject.class.getResourceAsStream("objects.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(FirstObject::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FirstObject of(String line) {
        String[] words = line.split(" ", WORDS);
        return new FirstObject(
                new GroupVersion(words[0].equals(CORE) ? "" : words[0], words[1]).resource(words[2]),
                words[3].equals(NONE) ? "" : words[3],
                words[4],
                words[5]);
    }

    /// The line of a stored object.
    static String line(GroupVersionResource resource, ObjectTree stored) {
        GroupVersion version = resource.groupVersion();
        String now = ObjectMeta.of(stored).text("creationTimestamp");
        return String.join(
                " ",
                version.group().isEmpty() ? CORE : version.group(),
                version.version(),
                resource.resource(),
                ObjectMeta.namespace(stored).isEmpty() ? NONE : ObjectMeta.namespace(stored),
                ObjectMeta.name(stored),
                Json.text(ObjectMeta.without(stored, "resourceVersion"))
                        .replace(ObjectMeta.of(stored).text("uid"), "$uid")
                        .replace(now, "$now"));
    }

    /// The collection that it is in, from the server's root.
    String collection() {
        return resource.groupVersion().path() + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/"
                + resource.resource();
    }

    String path() {
        return collection() + "/" + name;
    }

    boolean isNamespace() {
        return resource.group().isEmpty() && resource.resource().equals("namespaces");
    }

    /// The group and version that an APIService tells of.
    Optional<GroupVersion> announces() {
        if (!resource.resource().equals("apiservices")) {
            return Optional.empty();
        }
        int dot = name.indexOf('.');
        return Optional.of(new GroupVersion(name.substring(dot + 1), name.substring(0, dot)));
    }

    /// The object as a cluster stores it that begins now.
    ObjectTree stored(String uid, Instant now) {
        String time = Timestamps.seconds(now);
        ObjectTree read = read();
        ObjectTree metadata = ObjectMeta.of(read)
                .with("uid", uid)
                .with("creationTimestamp", time)
                .with("managedFields", dated(ObjectMeta.of(read).list("managedFields"), "time", time));
        ListTree conditions = read.object("status").list("conditions");
        ObjectTree stored = read.with("metadata", metadata);
        return conditions.isEmpty()
                ? stored
                : stored.withAt(dated(conditions, "lastTransitionTime", time), "status", "conditions");
    }

    private ObjectTree read() {
        try {
            return (ObjectTree) Json.parse(line);
        } catch (MalformedJson e) {
            throw new IllegalStateException("objects.txt is packaged with this class", e);
        }
    }

    private static ListTree dated(ListTree entries, String field, String time) {
        return ListTree.of(entries.objects().stream().map(entry -> entry.with(field, time)).toList());
    }

    /// The object as its manager sends it: without what the server adds.
    ObjectTree sent(Instant now) {
        ObjectTree stored = stored("", now);
        ObjectTree metadata = ObjectMeta.of(stored)
                .without("uid")
                .without("creationTimestamp")
                .without("generation")
                .without("managedFields");
        ObjectTree sent = stored.with("metadata", metadata).without("status");
        // What a namespace waits for when it goes is the server's to say.
        return isNamespace() ? sent.without("spec") : sent;
    }

    /// What its manager sends of its status.
    ObjectTree sentStatus(Instant now) {
        ObjectTree stored = stored("", now);
        return stored.with("metadata", ObjectTree.EMPTY.with("name", name)).without("spec");
    }
}
