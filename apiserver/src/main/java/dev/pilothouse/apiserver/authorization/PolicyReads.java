package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/// What authorization looks up in the cluster. It owns this interface, and the rooms behind it provide it: the one line
/// that runs against the flow here.
public interface PolicyReads {
    /// All objects of the resource, in a namespace or, if that is empty, in all.
    List<ObjectTree> list(GroupVersionResource resource, String namespace);

    /// Another object after each change to the resource, to be told apart by identity: what was worked out from its
    /// objects is good for as long as this stays the same.
    Object version(GroupVersionResource resource);

    Optional<ObjectTree> get(GroupVersionResource resource, String namespace, String name);

    /// The same, with every write in it that was acknowledged before the call; may wait for the cache.
    Optional<ObjectTree> getLatest(GroupVersionResource resource, String namespace, String name);
}
