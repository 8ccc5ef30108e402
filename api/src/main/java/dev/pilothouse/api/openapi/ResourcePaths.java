package dev.pilothouse.api.openapi;

import dev.pilothouse.api.openapi.Operation.Action;
import dev.pilothouse.api.openapi.Operation.Content;
import dev.pilothouse.api.openapi.Operation.Parameter;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The paths and operations of one resource.
final class ResourcePaths {
    static final List<String> OBJECT_TYPES =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
    private static final List<String> STREAM_TYPES = List.of(
            "application/json",
            "application/yaml",
            "application/vnd.kubernetes.protobuf",
            "application/json;stream=watch",
            "application/vnd.kubernetes.protobuf;stream=watch");
    private static final List<String> PATCH_TYPES = List.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml");
    private static final List<String> ANY_TYPE = List.of("*/*");
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final Parameter NAMESPACE = Parameter.path("namespace");

    private final ApiResource resource;
    private final Schemas schemas;
    private final String group;
    private final String tag;
    private final String root;
    private final String scope;
    private final List<Parameter> place;
    private final Map<String, List<Operation>> paths;

    /// The subresource whose operations are made now; empty for the object itself.
    private String part = "";

    ResourcePaths(ApiResource resource, Schemas schemas, String group, String tag, Map<String, List<Operation>> paths) {
        this.resource = resource;
        this.schemas = schemas;
        this.group = group;
        this.tag = tag;
        this.root = resource.id().groupVersion().path() + "/";
        this.scope = resource.namespaced() ? "Namespaced" : "";
        this.place = resource.namespaced() ? List.of(NAMESPACE) : List.of();
        this.paths = paths;
    }

    void add() {
        String below = resource.namespaced() ? "namespaces/{namespace}/" : "";
        String collection = below + resource.id().resource();
        // A namespace is a name and not a place in the paths of its own kind.
        String object = collection + "/{name}";
        if (resource.allows("list")) {
            put(root + collection, list("list", scope + resource.kind(), place));
            if (resource.namespaced()) {
                put(root + resource.id().resource(), list("list", resource.kind() + "ForAllNamespaces", List.of()));
            }
        }
        if (resource.allows("create")) {
            put(root + collection, create(scope + resource.kind(), resource.groupVersionKind(), place));
        }
        if (resource.allows("deletecollection")) {
            put(root + collection, deleteCollection());
        }
        List<Parameter> named = named(resource.kind());
        object(root + object, resource.verbs().stream().toList(), "", resource.groupVersionKind(), named);
        if (resource.allows("watch")) {
            watches(collection, object, named);
        }
        for (ApiResource.Subresource sub : resource.subresources()) {
            part = sub.name();
            subresource(root + object + "/" + sub.name(), sub, named(sub.kind().kind()));
        }
    }

    /// Where an object is; its name is said to be that of the kind that is read or written there.
    private List<Parameter> named(String kind) {
        return Parameters.joined(place, List.of(Parameter.nameOf(kind)));
    }

    private void watches(String collection, String object, List<Parameter> named) {
        put(root + "watch/" + collection, watch("watchlist", scope + resource.kind() + "List", place));
        put(root + "watch/" + object, watch("watch", scope + resource.kind(), named));
        if (resource.namespaced()) {
            put(
                    root + "watch/" + resource.id().resource(),
                    watch("watchlist", resource.kind() + "ListForAllNamespaces", List.of()));
        }
    }

    private void subresource(String path, ApiResource.Subresource sub, List<Parameter> named) {
        String suffix = Names.capital(sub.name());
        switch (sub.name()) {
            case "attach", "exec", "portforward" -> connect(path, sub, suffix, List.of("get", "post"), named);
            case "proxy" -> {
                List<String> methods = List.of("delete", "get", "head", "options", "patch", "post", "put");
                connect(path, sub, suffix, methods, named);
                List<Parameter> deeper = Parameters.joined(named, List.of(Parameter.path("path")));
                connect(path + "/{path}", sub, suffix + "WithPath", methods, deeper);
            }
            case "log" -> {
                List<String> types = new ArrayList<>(List.of("text/plain"));
                types.addAll(OBJECT_TYPES);
                put(path, operation("get", "read" + group + scope + resource.kind() + suffix,
                        new Action("get", sub.kind()), Parameters.joined(Parameters.log(), named),
                        Operation.answers(new Content("", types), 200)));
            }
            default -> {
                if (sub.verbs().contains("create")) {
                    put(path, create(scope + resource.kind() + suffix, sub.kind(), named));
                }
                object(path, sub.verbs().stream().toList(), suffix, sub.kind(), named);
            }
        }
    }

    private void connect(
            String path, ApiResource.Subresource sub, String suffix, List<String> methods, List<Parameter> named) {
        for (String method : methods) {
            put(path, operation(method,
                    "connect" + group + Names.capital(method) + scope + resource.kind() + suffix,
                    new Action("connect", sub.kind()),
                    Parameters.joined(Parameters.connect(sub.name(), sub.kind().kind()), named),
                    Operation.answers(new Content("", ANY_TYPE), 200)));
        }
    }

    /// What can be done to an object or to a part of one: get, put, patch, delete.
    private void object(String path, List<String> verbs, String suffix, GroupVersionKind kind, List<Parameter> named) {
        String target = group + scope + resource.kind() + suffix;
        Content whole = new Content(type(kind), OBJECT_TYPES);
        if (verbs.contains("get")) {
            put(path, operation("get", "read" + target, new Action("get", kind),
                    Parameters.joined(Parameters.get(), named), Operation.answers(whole, 200)));
        }
        if (verbs.contains("update")) {
            put(path, writing("put", "replace" + target, new Action("put", kind),
                    Parameters.joined(Parameters.write(), named), new Content(type(kind), ANY_TYPE), true,
                    Operation.answers(whole, 200, 201)));
        }
        if (verbs.contains("patch")) {
            put(path, writing("patch", "patch" + target, new Action("patch", kind),
                    Parameters.joined(Parameters.patch(), named), new Content(META + "Patch", PATCH_TYPES), true,
                    Operation.answers(whole, 200, 201)));
        }
        if (verbs.contains("delete")) {
            Content answer = resource.answersDeletionWithObject() ? whole : new Content(META + "Status", OBJECT_TYPES);
            put(path, writing("delete", "delete" + target, new Action("delete", kind),
                    Parameters.joined(Parameters.delete(), named), new Content(META + "DeleteOptions", ANY_TYPE),
                    false, Operation.answers(answer, 200, 202)));
        }
    }

    private Operation create(String target, GroupVersionKind kind, List<Parameter> at) {
        return writing("post", "create" + group + target, new Action("post", kind),
                Parameters.joined(Parameters.write(), at), new Content(type(kind), ANY_TYPE), true,
                Operation.answers(new Content(type(kind), OBJECT_TYPES), 200, 201, 202));
    }

    private Operation deleteCollection() {
        return writing("delete", "delete" + group + "Collection" + scope + resource.kind(),
                new Action("deletecollection", resource.groupVersionKind()),
                Parameters.joined(Parameters.deleteCollection(), place),
                new Content(META + "DeleteOptions", ANY_TYPE), false,
                Operation.answers(new Content(META + "Status", OBJECT_TYPES), 200));
    }

    private Operation list(String action, String target, List<Parameter> at) {
        GroupVersionKind kind = resource.groupVersionKind();
        GroupVersionKind listed = new GroupVersionKind(kind.group(), kind.version(), kind.kind() + "List");
        return operation("get", "list" + group + target, new Action(action, kind),
                Parameters.joined(Parameters.list(), at),
                Operation.answers(new Content(type(listed), STREAM_TYPES), 200));
    }

    private Operation watch(String action, String target, List<Parameter> at) {
        return operation("get", "watch" + group + target, new Action(action, resource.groupVersionKind()),
                Parameters.joined(Parameters.list(), at),
                Operation.answers(new Content(META + "WatchEvent", STREAM_TYPES), 200));
    }

    private Operation operation(
            String method, String id, Action action, List<Parameter> parameters, Map<Integer, Content> answers) {
        return new Operation(
                method, id, words(method, action), tag, Optional.of(action), parameters, Optional.empty(), false, answers);
    }

    private Operation writing(
            String method,
            String id,
            Action action,
            List<Parameter> parameters,
            Content request,
            boolean required,
            Map<Integer, Content> answers) {
        return new Operation(
                method,
                id,
                words(method, action),
                tag,
                Optional.of(action),
                parameters,
                Optional.of(request),
                required,
                answers);
    }

    private String words(String method, Action action) {
        return switch (action.name()) {
            case "connect" -> OperationWords.connect(method, resource.kind(), part);
            case "list" -> OperationWords.list(resource.kind(), resource.allows("watch"));
            default -> OperationWords.of(action.name(), resource.kind(), part);
        };
    }

    private void put(String path, Operation operation) {
        paths.computeIfAbsent(path, _ -> new ArrayList<>()).add(operation);
    }

    private String type(GroupVersionKind kind) {
        return schemas.kind(kind)
                .orElseThrow(() -> new IllegalStateException("the schema lacks the served kind " + kind))
                .name();
    }
}
