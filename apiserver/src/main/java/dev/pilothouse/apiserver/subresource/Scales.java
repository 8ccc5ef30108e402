package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.autoscaling.v1.Scale;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.patch.JsonPatch;
import dev.pilothouse.api.patch.MergePatch;
import dev.pilothouse.api.patch.StrategicMergePatch;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.read.Lists;
import dev.pilothouse.apiserver.registry.Bodies;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Patches;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `scale` of every kind that has one: the number of replicas, seen and set without knowing the kind.
public final class Scales implements VirtualResources.VirtualResource {
    private static final TypeSchema SCHEMA = Schemas.builtIn().kind(Scale.KIND).orElseThrow();

    private final Resources resources;
    private final Registry registry;
    private final InstantSource clock;

    public Scales(Resources resources, Registry registry, InstantSource clock) {
        this.resources = resources;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        Resource resource = resources
                .find(info.groupVersion().resource(info.resource()))
                .orElseThrow(ApiError::noSuchPath);
        dev.pilothouse.kinds.Scale scale =
                resource.strategy().kind().scale().orElseThrow(ApiError::noSuchPath);
        return switch (info.verb()) {
            case "get" -> HttpResponse.json(
                    200,
                    read(
                            scale,
                            Lists.get(
                                            resource.cache(),
                                            resource.keyEnd(info.namespace(), info.name()),
                                            permitted.request().query().text("resourceVersion"))
                                    .orElseThrow(() -> ApiError.notFound(resource.name(), info.name()))
                                    .object()));
            case "update" -> {
                WriteOptions options =
                        WriteOptions.of(permitted.request().query(), "UpdateOptions", Optional.empty());
                Operation operation = operation(permitted, options);
                ObjectTree sent = Bodies.object(permitted.request().raw(), Scale.KIND, SCHEMA, operation);
                yield write(resource, scale, info, operation, _ -> sent);
            }
            case "patch" -> {
                WriteOptions options =
                        WriteOptions.of(permitted.request().query(), "PatchOptions", Optional.of(false));
                yield write(resource, scale, info, operation(permitted, options), patch(permitted));
            }
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private Operation operation(Permitted permitted, WriteOptions options) {
        return Operation.of(
                permitted.identity(),
                clock.instant(),
                options.dryRun(),
                options.fieldManager().isEmpty() ? "unknown" : options.fieldManager(),
                Operation.Strictness.WARN);
    }

    private static UnaryOperator<ObjectTree> patch(Permitted permitted) {
        byte[] body = Bodies.bytes(permitted.request().raw());
        return switch (Bodies.mediaType(permitted.request().raw())) {
            case Patches.JSON -> scale -> typed(JsonPatch.parse(body).apply(scale));
            case Patches.MERGE, Patches.APPLY_YAML -> scale -> typed(MergePatch.parse(body).apply(scale));
            case Patches.STRATEGIC -> scale -> typed(StrategicMergePatch.parse(body).apply(scale, SCHEMA));
            default -> throw ApiError.unsupportedPatch(List.of(Patches.JSON, Patches.MERGE, Patches.STRATEGIC));
        };
    }

    private static ObjectTree typed(Tree patched) {
        try {
            return new Decoding().object(patched, SCHEMA);
        } catch (Decoding.WrongType e) {
            throw ApiError.badRequest(e.getMessage());
        }
    }

    private HttpResponse write(
            Resource resource,
            dev.pilothouse.kinds.Scale scale,
            RequestInfo info,
            Operation operation,
            UnaryOperator<ObjectTree> change) {
        Registry.Written written = registry.update(
                resource,
                "",
                info.namespace(),
                info.name(),
                current -> {
                    ObjectTree wanted = change.apply(read(scale, current));
                    check(wanted, info.name());
                    ObjectTree changed =
                            scale.withReplicas(current, wanted.object("spec").number("replicas"));
                    return ObjectMeta.withResourceVersion(changed, ObjectMeta.resourceVersion(wanted));
                },
                false,
                false,
                operation);
        return HttpResponse.json(200, read(scale, written.item().object()));
    }

    private static void check(ObjectTree wanted, String name) {
        if (!ObjectMeta.name(wanted).equals(name)) {
            throw ApiError.badRequest("the name of the object (" + ObjectMeta.name(wanted)
                    + ") does not match the name on the URL (" + name + ")");
        }
        Problems problems = new Problems();
        long replicas = wanted.object("spec").number("replicas");
        if (replicas < 0) {
            problems.invalid(
                    FieldPath.of("spec").child("replicas"), replicas, "must be greater than or equal to 0");
            throw ApiError.invalid(
                    new dev.pilothouse.api.meta.GroupKind("autoscaling", "Scale"), name, problems.list());
        }
    }

    private static ObjectTree read(dev.pilothouse.kinds.Scale scale, ObjectTree object) {
        ObjectTree metadata = ObjectMeta.of(object);
        ObjectTree.Builder kept = ObjectTree.builder();
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            kept.put(field, metadata.get(field));
        }
        long replicas = scale.replicas(object);
        ObjectTree.Builder status = ObjectTree.builder().put("replicas", scale.observedReplicas(object));
        String selector = scale.selector().apply(object);
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return ObjectTree.builder()
                .put("kind", Scale.KIND.kind())
                .put("apiVersion", Scale.KIND.apiVersion())
                .put("metadata", kept.build())
                .put("spec", replicas == 0 ? ObjectTree.EMPTY : ObjectTree.of("replicas", Tree.of(replicas)))
                .put("status", status.build())
                .build();
    }
}
