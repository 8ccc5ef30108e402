package dev.pilothouse.controllers.disruption;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.apps.v1.StatefulSet;
import dev.pilothouse.api.core.v1.ReplicationController;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How many pods those who control the given ones ask for, each counted once.
///
/// @param unmanaged whether some pods are controlled by nobody
/// @param failure why it can't be told
record Scale(long replicas, boolean unmanaged, Optional<String> failure) {
    private static final Map<String, GroupVersionResource> SCALED = Map.of(
            "ReplicationController", ReplicationController.RESOURCE,
            "ReplicaSet", ReplicaSet.RESOURCE,
            "StatefulSet", StatefulSet.RESOURCE);

    static Scale of(Collection<ObjectTree> pods, World world) {
        Map<String, Long> replicas = new HashMap<>();
        boolean unmanaged = false;
        for (ObjectTree pod : pods) {
            Optional<ObjectTree> reference = OwnerReferences.controllerOf(pod);
            if (reference.isEmpty()) {
                unmanaged = true;
                continue;
            }
            Optional<ObjectTree> controller = controller(pod, reference.get(), world);
            if (controller.isEmpty()) {
                return new Scale(0, unmanaged, Optional.of(why(pod, reference.get())));
            }
            replicas.put(
                    ObjectMeta.uid(controller.get()),
                    controller.get().object("spec").number("replicas"));
        }
        return new Scale(
                replicas.values().stream().mapToLong(Long::longValue).sum(), unmanaged, Optional.empty());
    }

    /// Who decides on the number: for a ReplicaSet of a Deployment the latter.
    private static Optional<ObjectTree> controller(ObjectTree pod, ObjectTree reference, World world) {
        GroupVersionResource resource = SCALED.get(reference.text("kind"));
        if (resource == null) {
            return Optional.empty();
        }
        String namespace = ObjectMeta.namespace(pod);
        Optional<ObjectTree> found = find(resource, namespace, reference, world);
        Optional<ObjectTree> above = found.flatMap(OwnerReferences::controllerOf)
                .filter(owner -> owner.text("kind").equals("Deployment"))
                .flatMap(owner -> find(Deployment.RESOURCE, namespace, owner, world));
        return above.isPresent() ? above : found;
    }

    private static Optional<ObjectTree> find(
            GroupVersionResource resource, String namespace, ObjectTree reference, World world) {
        return world.get(resource, new Key(namespace, reference.text("name")))
                .filter(each -> ObjectMeta.uid(each).equals(reference.text("uid")));
    }

    private static String why(ObjectTree pod, ObjectTree reference) {
        if (SCALED.containsKey(reference.text("kind"))) {
            return "found no controllers for pod \"" + ObjectMeta.name(pod) + "\"";
        }
        String version = reference.text("apiVersion");
        int slash = version.indexOf('/');
        GroupVersionKind kind = new GroupVersionKind(
                slash < 0 ? "" : version.substring(0, slash), version.substring(slash + 1), reference.text("kind"));
        return ApiResources.builtIn()
                        .find(kind)
                        .map(resource -> resource.id().resource() + "." + resource.id().group())
                        .orElse(reference.text("kind"))
                + " does not implement the scale subresource";
    }
}
