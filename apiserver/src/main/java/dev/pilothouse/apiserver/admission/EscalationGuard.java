package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.rbac.v1.ClusterRole;
import dev.pilothouse.api.rbac.v1.Role;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authorization.Attributes;
import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.apiserver.authorization.Grants;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.authorization.Rbac;
import java.util.List;

/// Keeps authors of roles and bindings from giving more than they have, unless they may `escalate` the role or `bind` it.
/// No plugin of upstream's, where the storage of these kinds does it; it comes at the same moment: after all that mutates,
/// before validation.
final class EscalationGuard implements AdmissionPlugin {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private static final ObjectTree EVERYTHING_IN_API = ObjectTree.builder()
            .put("verbs", ListTree.ofTexts(List.of("*")))
            .put("apiGroups", ListTree.ofTexts(List.of("*")))
            .put("resources", ListTree.ofTexts(List.of("*")))
            .build();
    private static final ObjectTree EVERY_PATH = ObjectTree.builder()
            .put("verbs", ListTree.ofTexts(List.of("*")))
            .put("nonResourceURLs", ListTree.ofTexts(List.of("*")))
            .build();

    private final PolicyReads reads;
    private final Authorizer authorization;
    private final Rbac rbac;

    EscalationGuard(PolicyReads reads, Authorizer authorization, Rbac rbac) {
        this.reads = reads;
        this.authorization = authorization;
        this.rbac = rbac;
    }

    @Override
    public String name() {
        return "EscalationGuard";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        if (request.resource().id().group().equals(GROUP)
                && request.operation() != AdmissionRequest.Operation.DELETE
                && !request.identity().isIn(Identity.SYSTEM_MASTERS)
                && !changesOnlyWhatCollectionNeeds(request)) {
            switch (request.resource().id().resource()) {
                case "roles", "clusterroles" -> role(request);
                case "rolebindings", "clusterrolebindings" -> binding(request);
                default -> {}
            }
        }
        return request.object();
    }

    /// The garbage collector takes owners and finalizers away without having the rights that a role gives.
    private static boolean changesOnlyWhatCollectionNeeds(AdmissionRequest request) {
        return request.old()
                .filter(old -> withoutOwners(old).equals(withoutOwners(request.object())))
                .isPresent();
    }

    private static ObjectTree withoutOwners(ObjectTree object) {
        ObjectTree metadata = ObjectMeta.of(object);
        for (String field : List.of("ownerReferences", "finalizers", "managedFields", "resourceVersion")) {
            metadata = metadata.without(field);
        }
        return object.with("metadata", metadata);
    }

    private void role(AdmissionRequest request) {
        String resource = request.resource().id().resource();
        if (may(request, "escalate", resource, request.name())) {
            return;
        }
        boolean aggregates = aggregates(request.object()) || request.old().filter(EscalationGuard::aggregates).isPresent();
        if (resource.equals("clusterroles")
                && aggregates
                && !missing(request, List.of(EVERYTHING_IN_API, EVERY_PATH)).isEmpty()) {
            throw forbidden(request, "must have cluster-admin privileges to use the aggregationRule");
        }
        confirm(request, request.object().list("rules").objects());
    }

    private static boolean aggregates(ObjectTree role) {
        return !role.object("aggregationRule").list("clusterRoleSelectors").isEmpty();
    }

    private void binding(AdmissionRequest request) {
        ObjectTree ref = request.object().object("roleRef");
        boolean cluster = ref.text("kind").equals("ClusterRole");
        String name = ref.text("name");
        if (may(request, "bind", cluster ? "clusterroles" : "roles", name)) {
            return;
        }
        ObjectTree role = reads.getLatest(
                        cluster ? ClusterRole.RESOURCE : Role.RESOURCE, cluster ? "" : request.namespace(), name)
                .orElseThrow(() -> ApiError.notFound(resource(request), name));
        confirm(request, role.list("rules").objects());
    }

    private boolean may(AdmissionRequest request, String verb, String resource, String name) {
        return authorization
                .decide(Attributes.resource(request.identity(), verb, GROUP, resource, request.namespace(), name))
                .isAllowed();
    }

    private List<String> missing(AdmissionRequest request, List<ObjectTree> wanted) {
        return Grants.missing(rbac.rules(request.identity(), request.namespace()), wanted);
    }

    private void confirm(AdmissionRequest request, List<ObjectTree> wanted) {
        List<String> missing = missing(request, wanted);
        if (!missing.isEmpty()) {
            throw forbidden(
                    request,
                    "user \"" + request.identity().user() + "\" (groups=" + Grants.quoted(request.identity().groups())
                            + ") is attempting to grant RBAC permissions not currently held:\n"
                            + String.join("\n", missing));
        }
    }

    private static ApiError forbidden(AdmissionRequest request, String why) {
        return ApiError.forbidden(resource(request), request.name(), why);
    }

    private static GroupResource resource(AdmissionRequest request) {
        return new GroupResource(GROUP, request.resource().id().resource());
    }
}
