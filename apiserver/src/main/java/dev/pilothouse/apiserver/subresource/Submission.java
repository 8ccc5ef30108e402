package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.apply.ManagedFields;
import dev.pilothouse.api.apply.ManagerName;
import dev.pilothouse.api.apply.Tracking;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.registry.Bodies;
import dev.pilothouse.apiserver.registry.ManagedOwnership;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a client creates at a place where nothing is kept: it is read like any other object, and answered.
record Submission(ObjectTree object, Operation operation) {

    /// Reads the object, which is of another kind than those of the resource that it is sent to.
    ///
    /// @param named whether the place has a name: a subresource
    /// @param defaults fills in what the client left to the server; counts as the client's own
    static Submission read(
            Permitted permitted,
            GroupVersionKind kind,
            boolean named,
            UnaryOperator<ObjectTree> defaults,
            ManagedOwnership ownership,
            Instant now) {
        RequestInfo info = permitted.request().info();
        if (!info.verb().equals("create") || info.name().isEmpty() == named || !info.trailing().isEmpty()) {
            throw ApiError.methodNotAllowed();
        }
        WriteOptions options = WriteOptions.of(permitted.request().query(), "CreateOptions", Optional.empty());
        Operation operation = new Operation(
                permitted.identity(),
                now,
                options.dryRun(),
                ManagerName.of(
                        options.fieldManager(),
                        permitted.request().raw().headers().first("user-agent").orElse("")),
                Operation.Strictness.of(options.fieldValidation()),
                permitted.request().warnings());
        TypeSchema schema = Schemas.builtIn().kind(kind).orElseThrow();
        ObjectTree sent = defaults.apply(Bodies.object(permitted.request().raw(), kind, schema, operation));
        if (!info.namespace().isEmpty()) {
            String inBody = ObjectMeta.namespace(sent);
            if (!inBody.isEmpty() && !inBody.equals(info.namespace())) {
                throw ApiError.badRequest("the namespace of the provided object does not match the namespace sent on"
                        + " the request");
            }
            sent = ObjectMeta.withNamespace(sent, info.namespace());
        }
        Tracking tracking = ownership.tracking(schema, kind.apiVersion(), info.subresource());
        return new Submission(
                ManagedFields.afterUpdate(
                        tracking, ObjectTree.EMPTY, sent, operation.fieldManager(), operation.now()),
                operation);
    }
}
