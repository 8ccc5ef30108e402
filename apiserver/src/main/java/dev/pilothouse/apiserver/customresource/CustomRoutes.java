package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.schema.ServedApis;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.Resolved;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which requests for resources that aren't Kubernetes' own have anybody to answer them. Upstream gives these paths to a
/// handler of their own, which refuses in other words than those of the built-in resources.
public record CustomRoutes(CustomResources custom, ServedApis apis) {
    private static final HttpResponse NOT_FOUND = HttpResponse.plainError(404, "404 page not found\n");

    private static final Set<String> VERBS =
            Set.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    /// Nothing says how lists are merged, so that there is no strategic merge.
    private static final List<String> PATCHES = List.of(
            "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");

    private static final Set<String> NAMED_VERBS = Set.of("update", "patch");

    private static final Set<String> SUBRESOURCE_VERBS = Set.of("get", "update", "patch");

    /// What is answered instead of the object, if the request has no route. Who comes to a deprecated version is warned even if
    /// there is nothing else for him.
    public Optional<HttpResponse> refusal(Resolved request) {
        RequestInfo info = request.info();
        GroupVersionResource id = info.groupVersion().resource(info.resource());
        Optional<Resource> found = custom.find(id);
        if (found.isEmpty()) {
            if (apis.hasGroup(id.group())) {
                throw ApiError.noSuchPath();
            }
            return Optional.of(NOT_FOUND);
        }
        ApiResource api = found.get().api();
        boolean located = !info.namespace().isEmpty();
        boolean acrossAll = info.verb().equals("list") || info.verb().equals("watch");
        if (api.namespaced() ? !located && !acrossAll : located) {
            return Optional.of(NOT_FOUND);
        }
        found.get().strategy().kind().deprecation().ifPresent(request.warnings()::add);
        checkVerb(info, found.get());
        checkTypes(request);
        // Such a path has a route for every verb, and most of them need a name before anything else.
        if (info.name().isEmpty() && NAMED_VERBS.contains(info.verb())) {
            throw ApiError.badRequest("name must be provided");
        }
        return Optional.empty();
    }

    private static void checkTypes(Resolved request) {
        RequestInfo info = request.info();
        if (info.verb().equals("patch")) {
            String type = request.raw().headers().first("content-type").orElse("").split(";", 2)[0].strip();
            if (!PATCHES.contains(type)) {
                throw ApiError.unsupportedMediaType(PATCHES);
            }
        }
    }

    private void checkVerb(RequestInfo info, Resource resource) {
        GroupResource name = resource.name();
        if (!info.subresource().isEmpty()) {
            if (resource.api().subresource(info.subresource()).isEmpty()) {
                throw ApiError.notFound(name, info.name());
            }
            if (!SUBRESOURCE_VERBS.contains(info.verb())) {
                throw ApiError.methodNotSupported(name, info.verb());
            }
            return;
        }
        if (!VERBS.contains(info.verb())) {
            throw ApiError.methodNotSupported(name, info.verb());
        }
        boolean terminating =
                custom.definition(resource.api().id()).filter(Definition::isTerminating).isPresent();
        if (terminating && info.verb().equals("create")) {
            throw ApiError.methodNotSupported(
                    name, info.verb(), "create not allowed while custom resource definition is terminating");
        }
    }
}
