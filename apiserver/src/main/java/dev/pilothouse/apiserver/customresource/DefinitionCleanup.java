package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.apiserver.registry.DeleteOptions;
import dev.pilothouse.apiserver.registry.Deletion;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.kinds.apiextensions.DefinitionStatus;
import java.util.ArrayList;
import java.util.List;

/// Takes the objects of a definition away that is to go, and then lets it go.
public final class DefinitionCleanup {
    private final CustomResources custom;
    private final Registry registry;
    private final Deletion deletion;

    public DefinitionCleanup(CustomResources custom, Registry registry, Deletion deletion) {
        this.custom = custom;
        this.registry = registry;
        this.deletion = deletion;
    }

    boolean isDue(ObjectTree definition) {
        return ObjectMeta.isBeingDeleted(definition)
                && ObjectMeta.hasFinalizer(definition, DefinitionStatus.CLEANUP);
    }

    /// Does what can be done now; answers whether the definition is done with.
    ///
    /// @param resource of the definitions
    boolean proceed(Resource resource, Definition definition, Operation operation) {
        if (!definition.isEstablished()) {
            release(resource, definition, "NeverEstablished", "resource was never established", operation);
            return true;
        }
        note(
                resource,
                definition,
                "True",
                "InstanceDeletionInProgress",
                "CustomResource deletion is in progress",
                operation);
        Resource objects = custom.stored(definition);
        instances(objects).forEach(item -> delete(objects, item.object(), operation));
        if (!instances(objects).isEmpty()) {
            return false;
        }
        release(resource, definition, "InstanceDeletionCompleted", "removed all instances", operation);
        return true;
    }

    private static List<Item> instances(Resource objects) {
        List<Item> items = new ArrayList<>();
        objects.cache().consistent().snapshot().walk(objects.cache().prefix(), "", items::add);
        return items;
    }

    private void delete(Resource objects, ObjectTree object, Operation operation) {
        if (ObjectMeta.isBeingDeleted(object)) {
            return;
        }
        try {
            deletion.delete(
                    objects,
                    ObjectMeta.namespace(object),
                    ObjectMeta.name(object),
                    DeleteOptions.PLAIN,
                    operation);
        } catch (ApiError e) {
            if (!e.is(Status.NOT_FOUND)) {
                throw e;
            }
        }
    }

    private void note(
            Resource resource,
            Definition definition,
            String status,
            String reason,
            String message,
            Operation operation) {
        write(resource, definition, current -> terminating(current, status, reason, message, operation), operation);
    }

    /// Says that nothing is left and lets go, in one write of the status: what is wrong with the spec mustn't hold it back.
    private void release(
            Resource resource, Definition definition, String reason, String message, Operation operation) {
        write(
                resource,
                definition,
                current -> ObjectMeta.withoutFinalizer(
                        terminating(current, "False", reason, message, operation), DefinitionStatus.CLEANUP),
                operation);
    }

    private static ObjectTree terminating(
            ObjectTree definition, String status, String reason, String message, Operation operation) {
        Tree time = Tree.of(Timestamps.seconds(operation.now()));
        return DefinitionStatus.withCondition(
                definition, DefinitionStatus.TERMINATING, status, reason, message, time);
    }

    private void write(Resource resource, Definition definition, Registry.Change change, Operation operation) {
        registry.update(resource, "status", "", definition.name(), change, Registry.Way.REPLACE, operation);
    }
}
