package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.apiserver.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the URL of a request (API concepts, "Resource URIs"):
///
///     /api/v1/…  /apis/GROUP/VERSION/…   then
///     [watch/] [namespaces/NAMESPACE/] RESOURCE [/NAME [/SUBRESOURCE [/…]]]
///
/// Whether the resource exists is not decided here: who may not ask shall not learn it.
public final class Resolver {
    /// Resources below a namespace's own path that belong to the namespace itself.
    private static final Set<String> OF_NAMESPACE = Set.of("status", "finalize");

    public Resolved resolve(HttpRequest raw) {
        return new Resolved(raw, info(raw), Query.parse(raw.query()), new ArrayList<>());
    }

    private static RequestInfo info(HttpRequest raw) {
        String path = decode(raw.path());
        List<String> parts = parts(path);
        boolean legacy = !parts.isEmpty() && parts.getFirst().equals("api");
        boolean grouped = !parts.isEmpty() && parts.getFirst().equals("apis");
        int prefix = legacy ? 2 : 3;
        if (!legacy && !grouped || parts.size() <= prefix) {
            return RequestInfo.nonResource(path, raw.method());
        }
        GroupVersion version = new GroupVersion(legacy ? "" : parts.get(1), parts.get(prefix - 1));
        List<String> rest = parts.subList(prefix, parts.size());
        boolean watching = rest.getFirst().equals("watch") && rest.size() > 1;
        if (watching) {
            rest = rest.subList(1, rest.size());
        }
        return resource(raw, path, version, rest, watching);
    }

    private static RequestInfo resource(
            HttpRequest raw, String path, GroupVersion version, List<String> rest, boolean deprecatedWatch) {
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
        String verb = deprecatedWatch ? "watch" : verb(raw.method(), name, query);
        if (name.isEmpty() && (verb.equals("list") || verb.equals("watch") && !deprecatedWatch)) {
            name = nameInSelector(query);
        }
        return new RequestInfo(
                true, path, verb, version, namespace, resource, subresource, name, trailing, deprecatedWatch);
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
