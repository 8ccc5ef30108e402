package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.admission.Admission;
import dev.pilothouse.apiserver.admission.AdmissionRequest;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.Bodies;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Preconditions;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `pods/binding` and `bindings`: gives a pod its node, once.
public final class Bindings implements VirtualResources.VirtualResource {
    private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "Binding");
    private static final GroupResource SUBRESOURCE = new GroupResource("", "pods/binding");

    private final Resources resources;
    private final Registry registry;
    private final InstantSource clock;
    private final Admission admission;

    public Bindings(Resources resources, Registry registry, InstantSource clock, Admission admission) {
        this.resources = resources;
        this.registry = registry;
        this.clock = clock;
        this.admission = admission;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        if (!info.verb().equals("create") || info.namespace().isEmpty()) {
            throw ApiError.methodNotAllowed();
        }
        WriteOptions options =
                WriteOptions.of(permitted.request().query(), "CreateOptions", Optional.empty());
        Instant now = clock.instant();
        Operation operation = new Operation(
                permitted.identity(), now, options.dryRun(), "", Operation.Strictness.IGNORE,
                permitted.request().warnings());
        ObjectTree binding = Bodies.object(
                permitted.request().raw(), KIND, Schemas.builtIn().kind(KIND).orElseThrow(), operation);
        String name = info.subresource().isEmpty() ? ObjectMeta.name(binding) : info.name();
        if (!ObjectMeta.name(binding).equals(name)) {
            throw ApiError.badRequest("name in URL does not match name in Binding object");
        }
        bind(info.namespace(), name, admitted(binding, info.namespace(), name, operation), operation);
        return HttpResponse.json(201, created());
    }

    private ObjectTree admitted(ObjectTree binding, String namespace, String name, Operation operation) {
        AdmissionRequest request = new AdmissionRequest(
                AdmissionRequest.Operation.CREATE,
                ApiResources.builtIn().find(Pod.RESOURCE).orElseThrow(),
                "binding",
                namespace,
                name,
                binding,
                Optional.empty(),
                operation.identity(),
                operation.dryRun(),
                operation.warnings());
        ObjectTree admitted = admission.mutate(request);
        admission.review(request.with(admitted));
        return admitted;
    }

    private void bind(String namespace, String name, ObjectTree binding, Operation operation) {
        Resource pods = resources.find(Pod.RESOURCE).orElseThrow();
        registry.updateUnchecked(pods, namespace, name, operation.dryRun(), pod -> {
            String uid = ObjectMeta.uid(binding);
            if (!uid.isEmpty() && !uid.equals(ObjectMeta.uid(pod))) {
                String key = pods.key(namespace, name);
                throw Preconditions.otherUid(pods, key, name, uid, ObjectMeta.uid(pod), operation.dryRun());
            }
            return bound(pod, name, binding, operation.now());
        });
    }

    private static ObjectTree bound(ObjectTree pod, String name, ObjectTree binding, Instant now) {
        if (ObjectMeta.isBeingDeleted(pod)) {
            throw ApiError.conflict(
                    SUBRESOURCE, name, "pod " + name + " is being deleted, cannot be assigned to a host");
        }
        String node = pod.object("spec").text("nodeName");
        if (!node.isEmpty()) {
            throw ApiError.conflict(
                    SUBRESOURCE, name, "pod " + name + " is already assigned to node \"" + node + "\"");
        }
        if (!pod.object("spec").list("schedulingGates").isEmpty()) {
            throw ApiError.conflict(SUBRESOURCE, name, "pod " + name + " has non-empty .spec.schedulingGates");
        }
        ObjectTree bound = pod.withAt(binding.object("target").get("name"), "spec", "nodeName");
        for (String field : List.of("annotations", "labels")) {
            ObjectTree merged = bound.object("metadata").object(field);
            for (ObjectTree.Field each : binding.object("metadata").object(field).fields()) {
                merged = merged.with(each.name(), each.value());
            }
            if (!merged.isEmpty()) {
                bound = ObjectMeta.with(bound, field, merged);
            }
        }
        // The node that was kept for the pod is its node now, or no longer needed.
        bound = bound.with("status", bound.object("status").without("nominatedNodeName"));
        return bound.withAt(scheduled(bound.object("status").list("conditions"), now), "status", "conditions");
    }

    private static ListTree scheduled(ListTree conditions, Instant now) {
        List<Tree> others = new ArrayList<>();
        for (Tree condition : conditions) {
            if (!condition.asObject().text("type").equals("PodScheduled")) {
                others.add(condition);
            }
        }
        others.add(ObjectTree.builder()
                .put("type", "PodScheduled")
                .put("status", "True")
                .put("lastProbeTime", dev.pilothouse.api.tree.NullTree.NULL)
                .put("lastTransitionTime", Timestamps.seconds(now))
                .build());
        return ListTree.of(others);
    }

    private static ObjectTree created() {
        return ObjectTree.builder()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("metadata", ObjectTree.EMPTY)
                .put("status", "Success")
                .put("code", 201)
                .build();
    }
}
