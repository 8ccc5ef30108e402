package dev.pilothouse.client;

import dev.pilothouse.api.tree.ObjectTree;

/// Names an object of a known resource.
///
/// @param namespace empty for cluster-scoped resources
public record Key(String namespace, String name) implements Comparable<Key> {
    public static Key of(ObjectTree object) {
        ObjectTree metadata = object.object("metadata");
        // Very many keys of few namespaces are held for as long as their objects.
        return new Key(metadata.text("namespace").intern(), metadata.text("name"));
    }

    @Override
    public int compareTo(Key other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
