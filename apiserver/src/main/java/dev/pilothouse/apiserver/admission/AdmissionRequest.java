package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A write on its way to the store.
///
/// @param subresource empty for the object itself
/// @param object what is to be stored; empty object for a deletion
/// @param old what it replaces
/// @param warnings what the client is told although it may go on; grows, in one thread
public record AdmissionRequest(
        Operation operation,
        ApiResource resource,
        String subresource,
        String namespace,
        String name,
        ObjectTree object,
        Optional<ObjectTree> old,
        Identity identity,
        boolean dryRun,
        List<String> warnings) {

    /// One that nobody can be warned of.
    public AdmissionRequest(
            Operation operation,
            ApiResource resource,
            String subresource,
            String namespace,
            String name,
            ObjectTree object,
            Optional<ObjectTree> old,
            Identity identity,
            boolean dryRun) {
        this(operation, resource, subresource, namespace, name, object, old, identity, dryRun, new ArrayList<>());
    }

    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    public AdmissionRequest with(ObjectTree changed) {
        return new AdmissionRequest(
                operation, resource, subresource, namespace, name, changed, old, identity, dryRun, warnings);
    }

    GroupResource groupResource() {
        return new GroupResource(resource.id().group(), resource.id().resource());
    }

    /// Whether the request is about the object itself of this resource.
    public boolean isFor(String group, String resourceName) {
        return subresource.isEmpty()
                && resource.id().group().equals(group)
                && resource.id().resource().equals(resourceName);
    }
}
