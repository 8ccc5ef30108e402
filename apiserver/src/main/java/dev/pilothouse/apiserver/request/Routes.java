package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.ApiResource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which paths of a resource exist, which methods each takes, and in which media types: what is refused before anybody looks
/// at names and bodies. Refusals name neither resource nor object, since nobody has looked for them.
///
/// R1 The order is upstream's: no such path (404), not this method (405), not a body like this (415), no answer like this (406).
public final class Routes {
    private static final List<String> BODIES_OF_PATCHES = List.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml");

    private static final List<String> STREAMS =
            List.of("application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch");

    /// Subresources that hand the connection on to somebody else: what they answer is not the server's to say.
    private static final Set<String> CONNECTIONS = Set.of("attach", "exec", "portforward", "proxy");

    private enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE,
        HEAD,
        OPTIONS;

        static Optional<Method> of(String name) {
            for (Method method : values()) {
                if (method.name().equals(name)) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }
    }

    private Routes() {}

    /// Refuses what has no route.
    public static void check(Resolved request, ApiResource resource) {
        RequestInfo info = request.info();
        Set<Method> methods = methods(info, resource);
        if (methods.isEmpty()) {
            throw ApiError.noSuchPath();
        }
        Method method = Method.of(request.raw().method())
                .filter(methods::contains)
                .orElseThrow(ApiError::methodNotAllowed);
        if (method == Method.PATCH && !CONNECTIONS.contains(info.subresource())) {
            checkBody(request);
        }
        if (!CONNECTIONS.contains(info.subresource())) {
            checkAnswer(request, answers(info, method));
        }
    }

    private static Set<Method> methods(RequestInfo info, ApiResource resource) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        boolean located = !info.namespace().isEmpty();
        boolean isNamespace = resource.id().group().isEmpty() && resource.id().resource().equals("namespaces");
        boolean proxied = info.subresource().equals("proxy");
        if (info.verb().equals("proxy")) { // a path of long ago, which authorization still knows
            return methods;
        }
        if (!resource.namespaced() && located && !isNamespace || !info.trailing().isEmpty() && !proxied) {
            return methods;
        }
        if (info.watchPath()) {
            if (info.subresource().isEmpty() && resource.allows("watch")) {
                methods.add(Method.GET);
            }
        } else if (isCollection(info)) {
            put(methods, resource.verbs(), "list", Method.GET);
            if (!resource.namespaced() || located) {
                put(methods, resource.verbs(), "create", Method.POST);
                put(methods, resource.verbs(), "deletecollection", Method.DELETE);
            }
        } else if (!resource.namespaced() || located) {
            Set<String> verbs = info.subresource().isEmpty()
                    ? resource.verbs()
                    : resource.subresource(info.subresource())
                            .map(ApiResource.Subresource::verbs)
                            .orElse(Set.of());
            put(methods, verbs, "get", Method.GET);
            put(methods, verbs, "update", Method.PUT);
            put(methods, verbs, "patch", Method.PATCH);
            put(methods, verbs, "delete", Method.DELETE);
            if (!info.subresource().isEmpty()) {
                put(methods, verbs, "create", Method.POST);
            }
            if (proxied && !methods.isEmpty()) {
                methods.add(Method.HEAD);
                methods.add(Method.OPTIONS);
            }
        }
        return methods;
    }

    private static void put(Set<Method> methods, Set<String> verbs, String verb, Method method) {
        if (verbs.contains(verb)) {
            methods.add(method);
        }
    }

    /// A list that is narrowed to one name has the name, and is a collection all the same.
    private static boolean isCollection(RequestInfo info) {
        return switch (info.verb()) {
            case "list", "watch", "deletecollection" -> true;
            default -> info.name().isEmpty();
        };
    }

    private static void checkBody(Resolved request) {
        String type = request.raw().headers().first("content-type").orElse("");
        if (mediaTypes(type).stream().noneMatch(BODIES_OF_PATCHES::contains)) {
            throw ApiError.unroutedMediaType("415: Unsupported Media Type");
        }
    }

    private static List<String> answers(RequestInfo info, Method method) {
        List<String> answers = new ArrayList<>(Negotiation.ACCEPTED);
        if (info.subresource().equals("log")) {
            answers.addFirst("text/plain");
        }
        boolean listed = info.watchPath() || isCollection(info) && info.subresource().isEmpty();
        if (listed && method == Method.GET) {
            answers.addAll(STREAMS);
        }
        return answers;
    }

    /// Refuses a client that takes none of these. Only names count here, not parameters, and no wildcard but the full one.
    public static void checkAnswer(Resolved request, List<String> answers) {
        String accept = Accept.of(request.raw());
        for (String type : mediaTypes(accept.isEmpty() ? "*/*" : accept)) {
            if (type.equals("*/*") || answers.contains(type)) {
                return;
            }
        }
        String known = "\n\nAvailable representations: " + String.join(", ", answers);
        boolean writes = Set.of("POST", "PUT", "PATCH").contains(request.raw().method());
        if (writes && request.raw().headers().first("content-length").orElse("0").equals("0")) {
            throw ApiError.unroutedMediaType("415: Unsupported Media Type" + known);
        }
        throw ApiError.unroutedAccept("406: Not Acceptable" + known);
    }

    private static List<String> mediaTypes(String field) {
        List<String> types = new ArrayList<>();
        for (String clause : field.split(",")) {
            types.add(clause.split(";", 2)[0].strip());
        }
        return types;
    }
}
