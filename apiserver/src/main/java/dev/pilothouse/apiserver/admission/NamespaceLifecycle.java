package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.Optional;
import java.util.Set;

/// Nothing is created in a namespace that isn't there or is going, and the namespaces that the cluster itself needs are
/// never deleted.
final class NamespaceLifecycle implements AdmissionPlugin {
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final PolicyReads reads;

    NamespaceLifecycle(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "NamespaceLifecycle";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        // Early, so that other plugins needn't think of it.
        if (request.operation() == AdmissionRequest.Operation.CREATE) {
            checkNamespace(request);
        }
        return request.object();
    }

    @Override
    public void review(AdmissionRequest request) {
        if (request.operation() == AdmissionRequest.Operation.DELETE
                && request.isFor("", "namespaces")
                && IMMORTAL.contains(request.name())) {
            throw ApiError.forbidden(
                    new GroupResource("", "namespaces"), request.name(), "this namespace may not be deleted");
        }
    }

    private void checkNamespace(AdmissionRequest request) {
        if (!request.resource().namespaced() || request.namespace().isEmpty()) {
            return;
        }
        // A client that has just made the namespace may use it at once.
        Optional<ObjectTree> namespace = reads.get(Namespace.RESOURCE, "", request.namespace())
                .or(() -> reads.getLatest(Namespace.RESOURCE, "", request.namespace()));
        if (namespace.isEmpty()) {
            throw ApiError.notFound(new GroupResource("", "namespaces"), request.namespace());
        }
        if (!namespace.get().object("status").text("phase").equals("Terminating")
                && !ObjectMeta.isBeingDeleted(namespace.get())) {
            return;
        }
        throw ApiError.namespaceTerminating(
                new GroupResource(
                        request.resource().id().group(), request.resource().id().resource()),
                request.name(),
                request.namespace());
    }
}
