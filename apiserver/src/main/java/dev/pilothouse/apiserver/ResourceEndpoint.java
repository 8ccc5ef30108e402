package dev.pilothouse.apiserver;

import dev.pilothouse.api.apply.ManagerName;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.apiserver.read.Lists;
import dev.pilothouse.apiserver.read.Messages;
import dev.pilothouse.apiserver.read.Representation;
import dev.pilothouse.apiserver.read.Selection;
import dev.pilothouse.apiserver.read.WatchStream;
import dev.pilothouse.apiserver.registry.Bodies;
import dev.pilothouse.apiserver.registry.DeleteOptions;
import dev.pilothouse.apiserver.registry.Deletion;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Patches;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.request.Form;
import dev.pilothouse.apiserver.request.GetOptions;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;
import dev.pilothouse.kinds.Traits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The verbs on a stored resource and on those of its subresources that take the whole object.
final class ResourceEndpoint {
    /// As much as some forty thousand small pods.
    private static final long MESSAGE_BYTES = 64 << 20;

    /// Subresources that show whole objects, but never as rows.
    private static final Set<String> UNTABLED = Set.of("approval", "ephemeralcontainers", "finalize", "resize");

    private final Registry registry;
    private final Deletion deletion;
    private final Patches patches;
    private final Duration watchAtLeast;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Messages messages = new Messages(MESSAGE_BYTES);
    private final SharedFrames frames = new SharedFrames();

    /// @param watchAtLeast watches without a limit of their own end between this and twice this, so that clients spread over the
    ///     servers
    ResourceEndpoint(
            Registry registry,
            Deletion deletion,
            Patches patches,
            Duration watchAtLeast,
            InstantSource clock,
            RandomGenerator random) {
        this.registry = registry;
        this.deletion = deletion;
        this.patches = patches;
        this.watchAtLeast = watchAtLeast;
        this.clock = clock;
        this.random = random;
    }

    HttpResponse answer(Permitted permitted, Resource resource) {
        RequestInfo info = permitted.request().info();
        return switch (info.verb()) {
            case "get" -> get(permitted, resource);
            case "list" -> list(permitted, resource);
            case "watch" -> watch(permitted, resource);
            case "create" -> create(permitted, resource);
            case "update" -> update(permitted, resource);
            case "patch" -> patch(permitted, resource);
            case "delete" -> delete(permitted, resource);
            case "deletecollection" -> deleteCollection(permitted, resource);
            default -> throw ApiError.methodNotAllowed();
        };
    }

    /// What is deleted is a custom object too, but what is answered may be the status of that.
    private static Form form(Permitted permitted, Resource resource) {
        return Negotiation.choose(
                permitted.request(),
                found(permitted.request().info(), resource.strategy().traits().flags()));
    }

    private static Negotiation.Found found(RequestInfo info, Set<Traits.Flag> flags) {
        if (UNTABLED.contains(info.subresource())
                || info.subresource().equals("status") && flags.contains(Traits.Flag.STATUS_WITHOUT_TABLE)) {
            return Negotiation.Found.UNTABLED;
        }
        return flags.contains(Traits.Flag.UNTYPED) && !info.verb().equals("delete")
                ? Negotiation.Found.CUSTOM_OBJECTS
                : Negotiation.Found.OBJECTS;
    }

    private HttpResponse get(Permitted permitted, Resource resource) {
        RequestInfo info = permitted.request().info();
        Form form = form(permitted, resource);
        GetOptions options = GetOptions.of(permitted.request().query());
        Item item = Lists.get(
                        resource.cache(),
                        resource.keyEnd(info.namespace(), info.name()),
                        options.resourceVersion())
                .orElseThrow(() -> ApiError.notFound(resource.name(), info.name()));
        return Answers.object(200, representation(permitted, resource, form).object(item.object()), form);
    }

    private Representation representation(Permitted permitted, Resource resource, Form form) {
        return new Representation(
                form,
                resource.strategy(),
                Representation.include(form, permitted.request().query().text("includeObject")),
                clock.instant());
    }

    private HttpResponse list(Permitted permitted, Resource resource) {
        Form form = form(permitted, resource);
        ListOptions options = ListOptions.of(permitted.request().query(), false);
        Selection selection = selection(permitted, resource, options);
        Lists.Result result = Lists.list(resource.cache(), selection, options);
        Representation representation = representation(permitted, resource, form);
        if (form.encoding() == Form.Encoding.PROTOBUF && form.shape() == Form.Shape.WHOLE) {
            Optional<TypeSchema> type = Schemas.builtIn().kind(resource.api().groupVersionKind());
            if (type.isPresent()) {
                ObjectTree around = representation.list(result.withoutItems());
                return Answers.listInProtobuf(around, messages.of(result.items(), type.get()));
            }
        }
        return Answers.object(200, representation.list(result), form);
    }

    private static Selection selection(Permitted permitted, Resource resource, ListOptions options) {
        return Selection.of(
                permitted.request().info().namespace(), options.labels(), options.fields(), resource.strategy());
    }

    private HttpResponse watch(Permitted permitted, Resource resource) {
        Form form = form(permitted, resource);
        ListOptions options = ListOptions.of(permitted.request().query(), true);
        Selection selection = Selections.watched(permitted.request(), resource, options);
        Duration timeout = options.timeout().orElseGet(this::someTime);
        // A revision that is none is refused before a form that is none.
        options.revision();
        Representation representation = representation(permitted, resource, Negotiation.watched(form));
        HttpResponse.Frames stream = WatchStream.open(resource.cache(), selection, options, timeout);
        if (form.shape() == Form.Shape.METADATA_LIST) {
            // No event is a list: upstream gives up at the first.
            stream = new NoEvents(stream);
        }
        boolean[] first = {true};
        HttpResponse.FrameEncoder encoder = frame -> {
            if (frame.type().equals("ERROR") || form.shape() == Form.Shape.WHOLE) {
                return frames.encode(frame, form);
            }
            ObjectTree shaped = representation.event(frame.object(), first[0]);
            first[0] = false;
            return Answers.frame(new HttpResponse.Frame(frame.type(), shaped), form);
        };
        return new HttpResponse.Watching(Map.of(), Answers.watchType(form), encoder, stream);
    }

    private Duration someTime() {
        return watchAtLeast.plusMillis((long) (watchAtLeast.toMillis() * random.nextDouble()));
    }

    private Operation operation(Permitted permitted, WriteOptions options) {
        HttpRequest raw = permitted.request().raw();
        String manager = ManagerName.of(
                options.fieldManager(), raw.headers().first("user-agent").orElse(""));
        return new Operation(
                permitted.identity(),
                clock.instant(),
                options.dryRun(),
                manager,
                Operation.Strictness.of(options.fieldValidation()),
                permitted.request().warnings());
    }

    private HttpResponse create(Permitted permitted, Resource resource) {
        Form form = form(permitted, resource);
        WriteOptions options =
                WriteOptions.of(permitted.request().query(), "CreateOptions", Optional.empty());
        Operation operation = operation(permitted, options);
        ObjectTree sent = resource.strategy()
                .defaults(Bodies.object(
                        permitted.request().raw(),
                        resource.api().groupVersionKind(),
                        resource.reading(),
                        operation));
        Item item = registry.create(resource, permitted.request().info().namespace(), sent, operation);
        return written(permitted, resource, form, 201, item);
    }

    private HttpResponse written(
            Permitted permitted, Resource resource, Form form, int status, Item item) {
        return Answers.object(status, representation(permitted, resource, form).object(item.object()), form);
    }

    private HttpResponse update(Permitted permitted, Resource resource) {
        RequestInfo info = permitted.request().info();
        Form form = form(permitted, resource);
        WriteOptions options =
                WriteOptions.of(permitted.request().query(), "UpdateOptions", Optional.empty());
        Operation operation = operation(permitted, options);
        ObjectTree sent = resource.strategy()
                .defaults(Bodies.object(
                        permitted.request().raw(),
                        resource.api().groupVersionKind(),
                        resource.reading(),
                        operation));
        Registry.Written written = registry.update(
                resource, info.subresource(), info.namespace(), info.name(), _ -> sent, Registry.Way.REPLACE, operation);
        return written(permitted, resource, form, written.created() ? 201 : 200, written.item());
    }

    private HttpResponse patch(Permitted permitted, Resource resource) {
        RequestInfo info = permitted.request().info();
        Form form = form(permitted, resource);
        String type = Bodies.mediaType(permitted.request().raw());
        boolean applying = type.equals(Patches.APPLY_YAML);
        WriteOptions options =
                WriteOptions.of(permitted.request().query(), "PatchOptions", Optional.of(applying));
        Operation operation = operation(permitted, options);
        Patches.Prepared patch = patches.prepare(permitted.request().raw(), type, resource, info, options, operation);
        Registry.Written written = registry.update(
                resource,
                info.subresource(),
                info.namespace(),
                info.name(),
                patch::apply,
                applying ? Registry.Way.APPLY : Registry.Way.PATCH,
                operation);
        return written(permitted, resource, form, written.created() ? 201 : 200, written.item());
    }

    private HttpResponse delete(Permitted permitted, Resource resource) {
        RequestInfo info = permitted.request().info();
        Form form = form(permitted, resource);
        DeleteOptions options = DeleteBodies.options(permitted.request());
        Operation operation = deletion(permitted, resource, options);
        Deletion.Deleted deleted =
                deletion.delete(resource, info.namespace(), info.name(), options, operation);
        if (deleted.gone() && !DeleteBodies.answersObject(resource)) {
            ObjectTree status = Status.deleted(
                            resource.name(), info.name(), ObjectMeta.uid(deleted.item().object()))
                    .tree();
            return Answers.object(200, status, form);
        }
        return written(permitted, resource, form, 200, deleted.item());
    }

    private Operation deletion(Permitted permitted, Resource resource, DeleteOptions options) {
        Instant now = clock.instant();
        if (options.propagation() == DeleteOptions.Propagation.UNSET) {
            resource.strategy().kind().deletionWarning().ifPresent(permitted.request().warnings()::add);
        }
        return new Operation(
                permitted.identity(),
                now,
                options.dryRun(),
                "",
                Operation.Strictness.IGNORE,
                permitted.request().warnings());
    }

    private HttpResponse deleteCollection(Permitted permitted, Resource resource) {
        Form form = form(permitted, resource);
        ListOptions listed = ListOptions.of(permitted.request().query(), false);
        DeleteOptions options = DeleteBodies.options(permitted.request());
        Operation operation = deletion(permitted, resource, options);
        Lists.Result result = Lists.list(resource.cache(), selection(permitted, resource, listed), listed);
        for (Item item : result.items()) {
            try {
                deletion.delete(
                        resource,
                        ObjectMeta.namespace(item.object()),
                        ObjectMeta.name(item.object()),
                        options,
                        operation);
            } catch (ApiError e) {
                // Somebody else was quicker: it is gone, which is what was asked for.
                if (!e.is(Status.NOT_FOUND)) {
                    throw e;
                }
            }
        }
        return Answers.object(200, representation(permitted, resource, form).list(result), form);
    }

    /// Subresources whose bodies are whole objects of the resource.
    static boolean takesWholeObject(Resource resource, String subresource) {
        return List.of("status", "ephemeralcontainers", "resize", "approval", "finalize").contains(subresource)
                && resource.api()
                        .subresource(subresource)
                        .filter(sub -> sub.kind().equals(resource.api().groupVersionKind()))
                        .isPresent();
    }
}
