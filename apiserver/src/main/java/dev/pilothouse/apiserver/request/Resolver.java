package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.apiserver.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the URL of a request (API concepts, "Resource URIs"):
///
///     /api/v1/…  /apis/GROUP/VERSION/…   then
///     [watch/ or proxy/] [namespaces/NAMESPACE/] RESOURCE [/NAME [/SUBRESOURCE [/…]]]
///
/// Whether the resource exists is not decided here: who may not ask shall not learn it.
public final class Resolver {
    /// Resources below a namespace's own path that belong to the namespace itself.
    private static final Set<String> OF_NAMESPACE = Set.of("status", "finalize");

    /// What the oldest paths begin with, as the verb.
    private static final Set<String> VERBS_IN_PATHS = Set.of("watch", "proxy");

    /// @return why nobody can tell what a request is for, in upstream's words
    public Optional<String> complaint(HttpRequest raw) {
        String path = decode(raw.path());
        if (VERBS_IN_PATHS.stream().noneMatch(path::contains)) {
            return Optional.empty();
        }
        List<String> parts = parts(path);
        int prefix = prefix(parts);
        return prefix > 0 && parts.size() == prefix + 1 && VERBS_IN_PATHS.contains(parts.get(prefix))
                ? Optional.of("unable to determine kind and namespace from url, " + raw.target())
                : Optional.empty();
    }

    public Resolved resolve(HttpRequest raw) {
        return new Resolved(raw, info(raw), Query.parse(raw.query()), new ArrayList<>());
    }

    private static RequestInfo info(HttpRequest raw) {
        String path = decode(raw.path());
        List<String> parts = parts(path);
        int prefix = prefix(parts);
        if (prefix == 0 || parts.size() <= prefix) {
            return RequestInfo.nonResource(path, raw.method());
        }
        GroupVersion version = new GroupVersion(prefix == 2 ? "" : parts.get(1), parts.get(prefix - 1));
        List<String> rest = parts.subList(prefix, parts.size());
        boolean said = VERBS_IN_PATHS.contains(rest.getFirst()) && rest.size() > 1;
        return said
                ? resource(raw, path, version, rest.subList(1, rest.size()), rest.getFirst())
                : resource(raw, path, version, rest, "");
    }

    /// How many parts stand before the resource: 0 when the path leads to none.
    private static int prefix(List<String> parts) {
        return switch (parts.isEmpty() ? "" : parts.getFirst()) {
            case "api" -> 2;
            case "apis" -> 3;
            default -> 0;
        };
    }

    private static RequestInfo resource(
            HttpRequest raw, String path, GroupVersion version, List<String> rest, String saidVerb) {
        String namespace = "";
        if (rest.getFirst().equals("namespaces") && rest.size() > 1) {
            namespace = rest.get(1);
            if (rest.size() > 2 && !OF_NAMESPACE.contains(rest.get(2))) {
                rest = rest.subList(2, rest.size());
            }
        }
        String resource = rest.getFirst();
        String name = rest.size() > 1 ? rest.get(1) : "";
        String subresource = rest.size() > 2 ? rest.get(2) : "";
        String trailing = rest.size() > 3 ? String.join("/", rest.subList(3, rest.size())) : "";
        Query query = Query.parse(raw.query());
        String verb = saidVerb.isEmpty() ? verb(raw.method(), name, query) : saidVerb;
        if (name.isEmpty() && saidVerb.isEmpty() && (verb.equals("list") || verb.equals("watch"))) {
            name = nameInSelector(query);
        }
        return new RequestInfo(
                true, path, verb, version, namespace, resource, subresource, name, trailing, saidVerb.equals("watch"));
    }

    private static String verb(String method, String name, Query query) {
        return switch (method) {
            case "POST" -> "create";
            case "GET", "HEAD" ->
                query.flag("watch") && name.isEmpty() ? "watch" : name.isEmpty() ? "list" : "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> "";
        };
    }

    /// A collection that is narrowed to one name counts as that object for authorization.
    private static String nameInSelector(Query query) {
        for (String term : query.text("fieldSelector").split(",")) {
            String value = term.replaceFirst("^metadata\\.name==?", "");
            if (!value.equals(term) && value.matches("[A-Za-z0-9._-]+")) {
                return value;
            }
        }
        return "";
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        for (String part : path.substring(0, end).split("/")) {
            if (!part.isEmpty() || !parts.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    /// The path as Go's server hands it on: decoded before anybody looks for its steps, so that a coded slash parts them too.
    private static String decode(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return path;
        }
    }
}
