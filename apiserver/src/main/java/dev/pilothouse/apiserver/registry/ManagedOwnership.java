package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.apply.Apply;
import dev.pilothouse.api.apply.FieldSet;
import dev.pilothouse.api.apply.ManagedFields;
import dev.pilothouse.api.apply.Shapes;
import dev.pilothouse.api.apply.Tracking;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;

/// Who owns which field (`metadata.managedFields`): kept at every write, and asked by server-side apply (KEP-555).
public final class ManagedOwnership implements Patches.Applying {
    private final Shapes shapes = new Shapes();

    private Tracking tracking(Resource resource, String subresource) {
        return Tracking.of(
                shapes,
                resource.schema(),
                resource.api().groupVersionKind().apiVersion(),
                subresource,
                FieldSet.of(resource.strategy().resetFields(subresource)));
    }

    /// Records what a create, an update or a patch has changed. Before admission: what that changes is nobody's.
    ///
    /// @param old empty at creation
    ObjectTree afterWrite(
            Resource resource, String subresource, ObjectTree old, ObjectTree object, Operation operation) {
        return ManagedFields.afterUpdate(
                tracking(resource, subresource), old, object, operation.fieldManager(), operation.now());
    }

    /// The object with the old times where nothing but times has changed.
    ObjectTree settled(ObjectTree old, ObjectTree object) {
        return ManagedFields.withoutIdleTimes(old, object);
    }

    @Override
    public Patches.Prepared prepare(
            byte[] configuration, Resource resource, RequestInfo info, WriteOptions options, Operation operation) {
        ObjectTree config;
        try {
            config = Yaml.parse(configuration).asObject();
        } catch (MalformedYaml e) {
            throw ApiError.badRequest("error decoding YAML: " + e.getMessage());
        }
        return current -> Patches.typed(
                Apply.apply(
                                tracking(resource, info.subresource()),
                                current,
                                config,
                                operation.fieldManager(),
                                options.force(),
                                operation.now())
                        .object(),
                java.util.List.of(),
                resource,
                operation);
    }
}
