package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.ResourceCache;
import dev.pilothouse.apiserver.read.StoredForm;
import dev.pilothouse.kinds.Strategy;

/// A served resource with all that it takes to read and write it.
public record Resource(
        ApiResource api, TypeSchema schema, Strategy strategy, StoredForm form, ResourceCache cache) {

    /// The object as it reads back once it is stored, with everything in it that Go always writes: preparing may have
    /// taken whole parts away.
    ObjectTree complete(ObjectTree object) {
        try {
            return Decoding.asStored().object(object, schema);
        } catch (Decoding.WrongType e) {
            throw new IllegalStateException("preparing " + kind() + " broke it: " + e.getMessage(), e);
        }
    }

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
