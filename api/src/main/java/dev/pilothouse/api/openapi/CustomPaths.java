package dev.pilothouse.api.openapi;

import dev.pilothouse.api.openapi.Operation.Action;
import dev.pilothouse.api.openapi.Operation.Content;
import dev.pilothouse.api.openapi.Operation.Parameter;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The paths and operations of a custom resource: fewer than those of a built-in one, and without protobuf.
final class CustomPaths {
    private static final List<String> TYPES = List.of("application/json", "application/yaml");
    private static final List<String> PATCH_TYPES = List.of(
            "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String SCALE = "io.k8s.api.autoscaling.v1.Scale";
    private static final Parameter NAMESPACE = Parameter.path("namespace");

    private final ApiResource resource;
    private final String group;
    private final String tag;
    private final String target;
    private final List<Parameter> place;
    private final Map<String, List<Operation>> paths = new TreeMap<>();

    /// The subresource whose operations are made now; empty for the object itself.
    private String part = "";

    private CustomPaths(ApiResource resource) {
        GroupVersion version = resource.id().groupVersion();
        this.resource = resource;
        this.group = Names.group(version.group()) + Names.capital(version.version());
        this.tag = Names.tag(version);
        this.target = (resource.namespaced() ? "Namespaced" : "") + resource.kind();
        this.place = resource.namespaced() ? List.of(NAMESPACE) : List.of();
    }

    /// @param type the names of the kind's type and of its list's
    static Map<String, List<Operation>> of(ApiResource resource, String type, String listType) {
        CustomPaths made = new CustomPaths(resource);
        made.collection(new Content(type, TYPES), new Content(listType, TYPES));
        return made.paths;
    }

    private void collection(Content object, Content list) {
        String root = resource.id().groupVersion().path() + "/";
        String name = resource.id().resource();
        Content status = new Content(META + "Status", TYPES);
        if (resource.namespaced()) {
            put(root + name, reading("list" + group + resource.kind() + "ForAllNamespaces", "list",
                    Parameters.joined(Parameters.list(), List.of()), list));
        }
        String path = root + (resource.namespaced() ? "namespaces/{namespace}/" : "") + name;
        put(path, reading("list" + group + target, "list", Parameters.joined(Parameters.list(), place), list));
        put(path, writing("post", "create" + group + target, "post", Parameters.joined(Parameters.write(), place),
                object, true, Operation.answers(object, 200, 201, 202)));
        put(path, operation("delete", "delete" + group + "Collection" + target, "deletecollection",
                Parameters.joined(Parameters.list(), place), Optional.empty(), false, Operation.answers(status, 200)));
        String named = path + "/{name}";
        object(named, "", object);
        put(named, writing("delete", "delete" + group + target, "delete",
                Parameters.joined(Parameters.delete(), place, List.of(Parameter.nameOf(resource.kind()))), new Content(META + "DeleteOptions", TYPES),
                false, Operation.answers(status, 200, 202)));
        for (ApiResource.Subresource sub : resource.subresources()) {
            part = sub.name();
            object(
                    named + "/" + sub.name(),
                    Names.capital(sub.name()),
                    sub.name().equals("scale") ? new Content(SCALE, TYPES) : object);
        }
    }

    private void object(String path, String suffix, Content object) {
        List<Parameter> at = Parameters.joined(place, List.of(Parameter.nameOf(resource.kind())));
        List<Parameter> get = List.of(Parameter.query("resourceVersion", "string", ""));
        put(path, reading("read" + group + target + suffix, "get",
                Parameters.joined(Parameters.get(), get, at), object));
        put(path, writing("put", "replace" + group + target + suffix, "put", Parameters.joined(Parameters.write(), at),
                object, true, Operation.answers(object, 200, 201)));
        put(path, writing("patch", "patch" + group + target + suffix, "patch", Parameters.joined(Parameters.patch(), at),
                new Content(META + "Patch", PATCH_TYPES), true, Operation.answers(object, 200)));
    }

    private Operation reading(String id, String action, List<Parameter> parameters, Content answer) {
        return operation("get", id, action, parameters, Optional.empty(), false, Operation.answers(answer, 200));
    }

    private Operation writing(
            String method,
            String id,
            String action,
            List<Parameter> parameters,
            Content request,
            boolean required,
            Map<Integer, Content> answers) {
        return operation(method, id, action, parameters, Optional.of(request), required, answers);
    }

    private Operation operation(
            String method,
            String id,
            String action,
            List<Parameter> parameters,
            Optional<Content> request,
            boolean required,
            Map<Integer, Content> answers) {
        String words = OperationWords.of(action, resource.kind(), part);
        return new Operation(method, id, words, tag, Optional.of(new Action(action, resource.groupVersionKind())),
                parameters, request, required, answers);
    }

    private void put(String path, Operation operation) {
        paths.computeIfAbsent(path, _ -> new ArrayList<>()).add(operation);
    }
}
