package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.ResourceCache;
import dev.pilothouse.apiserver.read.StoredForm;
import dev.pilothouse.kinds.Strategy;

/// A served resource with all that it takes to read and write it.
public record Resource(
        ApiResource api, ObjectReading reading, Strategy strategy, StoredForm form, ResourceCache cache) {

    public GroupResource name() {
        return new GroupResource(api.id().group(), api.id().resource());
    }

    /// The kind as validation names it: upstream's rules know the stored form alone.
    public GroupKind kind() {
        return new GroupKind(api.storageKind().group(), api.kind());
    }

    /// The end of an object's key: `NAMESPACE/NAME`, or `NAME` without namespaces.
    public String keyEnd(String namespace, String name) {
        return api.namespaced() ? namespace + "/" + name : name;
    }

    public String key(String namespace, String name) {
        return cache.prefix() + keyEnd(namespace, name);
    }
}
