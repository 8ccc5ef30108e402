package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.apply.Apply;
import dev.pilothouse.api.apply.Configuration;
import dev.pilothouse.api.apply.ManagedFields;
import dev.pilothouse.api.apply.ManagerName;
import dev.pilothouse.api.apply.ScaleFields;
import dev.pilothouse.api.apply.Tracking;
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
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.read.Lists;
import dev.pilothouse.apiserver.registry.Bodies;
import dev.pilothouse.apiserver.registry.ManagedOwnership;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Patches;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Preconditions;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.GetOptions;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `scale` of every kind that has one: the number of replicas, seen and set without knowing the kind.
public final class Scales implements VirtualResources.VirtualResource {
    private static final TypeSchema SCHEMA = Schemas.builtIn().kind(Scale.KIND).orElseThrow();

    /// How a scale looks in a table.
    public static final Table COLUMNS = Columns.of(
            "autoscaling", "Scale", Cells.number("spec", "replicas"), Cells.number("status", "replicas"));

    private final Resources resources;
    private final Registry registry;
    private final Tracking tracking;
    private final InstantSource clock;

    public Scales(Resources resources, Registry registry, ManagedOwnership ownership, InstantSource clock) {
        this.resources = resources;
        this.registry = registry;
        this.tracking = ownership.tracking(SCHEMA, Scale.KIND.apiVersion(), "scale");
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
                    shown(
                            resource,
                            scale,
                            Lists.get(
                                            resource.cache(),
                                            resource.keyEnd(info.namespace(), info.name()),
                                            GetOptions.of(permitted.request().query()).resourceVersion())
                                    .orElseThrow(() -> ApiError.notFound(resource.name(), info.name()))
                                    .object()));
            case "update" -> {
                WriteOptions options =
                        WriteOptions.of(permitted.request().query(), "UpdateOptions", Optional.empty());
                Operation operation = operation(permitted, options);
                ObjectTree sent = Bodies.object(permitted.request().raw(), Scale.KIND, SCHEMA, operation);
                yield write(resource, scale, info, operation, old -> recorded(old, sent, operation));
            }
            case "patch" -> {
                boolean applying = Bodies.mediaType(permitted.request().raw()).equals(Patches.APPLY_YAML);
                WriteOptions options =
                        WriteOptions.of(permitted.request().query(), "PatchOptions", Optional.of(applying));
                Operation operation = operation(permitted, options);
                yield write(resource, scale, info, operation, patch(permitted, options, operation));
            }
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private Operation operation(Permitted permitted, WriteOptions options) {
        String agent = permitted.request().raw().headers().first("user-agent").orElse("");
        return new Operation(
                permitted.identity(),
                clock.instant(),
                options.dryRun(),
                ManagerName.of(options.fieldManager(), agent),
                Operation.Strictness.WARN,
                permitted.request().warnings());
    }

    /// From the scale as it is to the scale as it is wanted, with its owners.
    private UnaryOperator<ObjectTree> patch(Permitted permitted, WriteOptions options, Operation operation) {
        byte[] body = Bodies.bytes(permitted.request().raw());
        return switch (Bodies.mediaType(permitted.request().raw())) {
            case Patches.JSON -> {
                JsonPatch patch = JsonPatch.parse(body);
                yield old -> recorded(old, typed(patch.apply(old)), operation);
            }
            case Patches.MERGE -> {
                MergePatch patch = MergePatch.parse(body);
                yield old -> recorded(old, typed(patch.apply(old)), operation);
            }
            case Patches.STRATEGIC -> {
                StrategicMergePatch patch = StrategicMergePatch.parse(body);
                yield old -> recorded(old, typed(patch.apply(old, SCHEMA)), operation);
            }
            case Patches.APPLY_YAML -> {
                Configuration configuration = Configuration.parse(body);
                yield old -> typed(Apply.apply(
                                tracking,
                                old,
                                configuration.tree(),
                                operation.fieldManager(),
                                options.force(),
                                operation.now())
                        .object());
            }
            default ->
                throw ApiError.unsupportedPatch(
                        List.of(Patches.JSON, Patches.MERGE, Patches.STRATEGIC, Patches.APPLY_YAML));
        };
    }

    private ObjectTree recorded(ObjectTree old, ObjectTree wanted, Operation operation) {
        return ManagedFields.afterUpdate(tracking, old, wanted, operation.fieldManager(), operation.now());
    }

    private static ObjectTree typed(Tree patched) {
        try {
            return new Decoding().object(patched, SCHEMA).with("kind", Scale.KIND.kind());
        } catch (Decoding.WrongType e) {
            throw ApiError.invalidPatch(Json.text(patched), e.getMessage());
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
                current -> scaled(resource, scale, operation, current, change),
                // The owners are settled on the scale object and carried over.
                Registry.Way.SETTLED,
                operation);
        return HttpResponse.json(200, shown(resource, scale, written.item().object()));
    }

    private static ObjectTree scaled(
            Resource resource,
            dev.pilothouse.kinds.Scale scale,
            Operation operation,
            ObjectTree current,
            UnaryOperator<ObjectTree> change) {
        String apiVersion = resource.api().groupVersionKind().apiVersion();
        ScaleFields owners = new ScaleFields(
                ObjectMeta.of(current).list("managedFields"), apiVersion, Map.of(apiVersion, scale.wanted()));
        ObjectTree old = ObjectMeta.with(read(scale, current), "managedFields", owners.toScale());
        ObjectTree wanted = change.apply(old);
        String name = ObjectMeta.name(current);
        Preconditions.checkName(name, wanted);
        if (!isUntyped(resource)) {
            check(wanted, name);
        }
        String uid = ObjectMeta.uid(wanted);
        if (!uid.isEmpty() && !uid.equals(ObjectMeta.uid(current))) {
            String key = resource.key(ObjectMeta.namespace(current), name);
            throw Preconditions.otherUid(resource, key, name, uid, ObjectMeta.uid(current), operation.dryRun());
        }
        ObjectTree changed = scale.withReplicas(current, wanted.object("spec").number("replicas"));
        changed = ObjectMeta.with(
                changed, "managedFields", owners.toParent(ObjectMeta.of(wanted).list("managedFields")));
        String revision = ObjectMeta.resourceVersion(wanted);
        // A custom object can't be updated whatever it has become; who says no revision means the one that is there.
        return revision.isEmpty() && isUntyped(resource) ? changed : ObjectMeta.withResourceVersion(changed, revision);
    }

    private static boolean isUntyped(Resource resource) {
        return resource.strategy().traits().flags().contains(Traits.Flag.UNTYPED);
    }

    private static void check(ObjectTree wanted, String name) {
        Problems problems = new Problems();
        long replicas = wanted.object("spec").number("replicas");
        if (replicas < 0) {
            problems.invalid(
                    FieldPath.of("spec").child("replicas"), replicas, "must be greater than or equal to 0");
            throw ApiError.invalid(
                    new dev.pilothouse.api.meta.GroupKind("autoscaling", "Scale"), name, problems.list());
        }
    }

    /// A custom kind may leave its count out; then there is no scale to show.
    private static ObjectTree shown(Resource resource, dev.pilothouse.kinds.Scale scale, ObjectTree object) {
        if (isUntyped(resource) && object.at(scale.wanted().toArray(String[]::new)).isAbsent()) {
            throw ApiError.internal(
                    "the spec replicas field \"." + String.join(".", scale.wanted()) + "\" does not exist");
        }
        return read(scale, object);
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
