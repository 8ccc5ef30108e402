package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.request.Resolved;
import dev.pilothouse.apiserver.request.Routes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Everything that isn't a resource, by path.
public final class Discovery {
    /// As upstream's server names itself on its pages.
    private static final String COMPONENT = "apiserver";

    private static final HttpResponse NOT_FOUND = HttpResponse.plainError(404, "404 page not found\n");

    /// Pages that are found with slashes behind them too.
    private static final Set<String> OPEN_ENDED =
            Set.of("/version", "/.well-known/openid-configuration", "/openid/v1/jwks");

    private final Map<String, Page> pages;
    private final Map<String, Page> unlisted;
    private final ApiPages api;
    private final Health health;

    /// Paths that upstream has its router look after, as it does resources: what there is not, isn't asked for by GET or isn't taken
    /// is refused in the router's words.
    ///
    /// @param answers the media types
    private record Service(String root, List<String> answers) {
        void check(Resolved request, String path) {
            if (!path.equals(root) && !path.equals("/api/v1")) {
                throw ApiError.noSuchPath();
            }
            if (!request.raw().method().equals("GET")) {
                throw ApiError.methodNotAllowed();
            }
            Routes.checkAnswer(request, answers);
        }
    }

    private static final List<Service> SERVICES = List.of(
            new Service("/api", Negotiation.ACCEPTED),
            new Service("/version", List.of("application/json")),
            new Service("/.well-known/openid-configuration", List.of("application/json")),
            new Service("/openid/v1/jwks", List.of("application/jwk-set+json")));

    /// What is shown at a path.
    @FunctionalInterface
    public interface Page {
        HttpResponse answer(Resolved request);
    }

    /// @param more pages that other parts of the server add: metrics, OpenAPI, keys
    /// @param debugging what is shown of the process itself
    /// @param flags those in effect
    public Discovery(
            ApiPages api,
            Health health,
            Map<String, Page> more,
            ServingOptions.Debugging debugging,
            Map<String, String> flags) {
        this.api = api;
        this.health = health;
        this.pages = new TreeMap<>(more);
        pages.put("/version", _ -> Version.answer());
        pages.put("/", this::index);
        pages.putAll(ZPages.pages(COMPONENT, debugging, flags, this::paths));
        this.unlisted = new TreeMap<>(ProfilePages.pages(debugging));
        unlisted.put("/index.html", this::index);
    }

    public HttpResponse answer(Permitted permitted) {
        Resolved request = permitted.request();
        String path = request.info().path();
        String trimmed = withoutEnd(path);
        if (path.startsWith("//") || path.isEmpty()) {
            return NOT_FOUND;
        }
        for (Service service : SERVICES) {
            if (path.equals(service.root()) || path.startsWith(service.root() + "/")) {
                service.check(request, trimmed);
            }
        }
        if (trimmed.equals("/api") || trimmed.startsWith("/api/")) {
            return api.legacy(request, trimmed);
        }
        if (trimmed.equals("/apis") || trimmed.startsWith("/apis/")) {
            return api.grouped(request, path).orElse(NOT_FOUND);
        }
        for (String endpoint : List.of("/healthz", "/livez", "/readyz")) {
            if (path.equals(endpoint) || path.startsWith(endpoint + "/")) {
                return health.answer(request, endpoint, path).orElse(NOT_FOUND);
            }
        }
        return page(pages, OPEN_ENDED.contains(trimmed) ? trimmed : path)
                .or(() -> page(unlisted, path))
                .map(page -> page.answer(request))
                .orElse(NOT_FOUND);
    }

    /// The path without slashes behind it, of which upstream's router takes any number.
    private static String withoutEnd(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /// The page at the path, or else of the longest registered one that ends with `/*` and covers it.
    public static Optional<Page> page(Map<String, Page> pages, String path) {
        Page exact = pages.get(path);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            Page below = pages.get(path.substring(0, slash) + "/*");
            if (below != null) {
                return Optional.of(below);
            }
        }
        return Optional.empty();
    }

    private HttpResponse index(Resolved request) {
        // People look at this one: it is laid out for them whoever asks.
        byte[] laidOut = Json.indented(ObjectTree.of("paths", ListTree.ofTexts(paths())));
        return HttpResponse.of(200, "application/json", new HttpResponse.Payload.Bytes(laidOut));
    }

    private Collection<String> paths() {
        TreeSet<String> paths = new TreeSet<>(api.paths());
        paths.addAll(health.paths());
        for (String path : pages.keySet()) {
            if (!path.equals("/")) {
                paths.add(path.endsWith("/*") ? path.substring(0, path.length() - 1) : path);
            }
        }
        return paths;
    }
}
