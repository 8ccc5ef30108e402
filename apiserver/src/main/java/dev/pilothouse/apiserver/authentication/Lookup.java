package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Optional;

/// Finds the objects that a token stands and falls with.
@FunctionalInterface
public interface Lookup {
    /// @param namespace empty for resources without namespaces
    Optional<ObjectTree> find(GroupVersionResource resource, String namespace, String name);
}
