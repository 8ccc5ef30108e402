package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.openapi.OpenApi;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Resolved;
import java.lang.ref.SoftReference;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The OpenAPI documents: an index of v3 and its documents below, and the one document of v2. Made when first asked
/// for, and kept for as long as memory allows.
public final class OpenApiPages {
    private static final String V3 = "/openapi/v3";
    private static final String V2 = "/openapi/v2";

    private final OpenApi openApi;
    private final ConcurrentHashMap<String, SoftReference<byte[]>> documents = new ConcurrentHashMap<>();

    private OpenApiPages(OpenApi openApi) {
        this.openApi = openApi;
    }

    public static Map<String, Discovery.Page> pages(OpenApi openApi) {
        OpenApiPages pages = new OpenApiPages(openApi);
        return Map.of(V3, pages::index, V3 + "/*", pages::document, V2, pages::second);
    }

    private HttpResponse index(Resolved request) {
        ObjectTree.Builder paths = ObjectTree.builder();
        for (String name : openApi.names()) {
            String url = V3 + "/" + name + "?hash=" + openApi.fingerprint();
            paths.put(name, ObjectTree.EMPTY.with("serverRelativeURL", url));
        }
        byte[] index = Json.write(ObjectTree.of("paths", paths.build()));
        return Discovery.readOnly(
                request,
                HttpResponse.of(200, "text/plain; charset=utf-8", new HttpResponse.Payload.Bytes(index)));
    }

    private HttpResponse document(Resolved request) {
        String name = request.info().path().substring(V3.length() + 1);
        if (!openApi.names().contains(name)) {
            return HttpResponse.of(404, "", new HttpResponse.Payload.Bytes(new byte[0]));
        }
        return tagged(request, name, () -> openApi.document(name, Version.GIT_VERSION));
    }

    private HttpResponse second(Resolved request) {
        return tagged(request, V2, () -> Optional.of(openApi.second(Version.GIT_VERSION)));
    }

    private HttpResponse tagged(Resolved request, String name, Supplier<Optional<ObjectTree>> document) {
        if (!takesJson(request)) {
            return HttpResponse.of(406, "", new HttpResponse.Payload.Bytes(new byte[0]));
        }
        String tag = "\"" + openApi.fingerprint() + "\"";
        boolean known = request.raw().headers().all("if-none-match").contains(tag);
        HttpResponse answer = HttpResponse.of(
                        known ? 304 : 200,
                        "application/json",
                        new HttpResponse.Payload.Bytes(known ? new byte[0] : bytes(name, document)))
                .withHeader("ETag", tag)
                .withHeader("Vary", "Accept");
        return Discovery.readOnly(request, answer);
    }

    private byte[] bytes(String name, Supplier<Optional<ObjectTree>> document) {
        SoftReference<byte[]> kept = documents.get(name);
        byte[] bytes = kept == null ? null : kept.get();
        if (bytes == null) {
            bytes = Json.write(document.get().orElseThrow(ApiError::noSuchPath));
            documents.put(name, new SoftReference<>(bytes));
        }
        return bytes;
    }

    private static boolean takesJson(Resolved request) {
        String accept = String.join(",", request.raw().headers().all("accept")).toLowerCase(Locale.ROOT);
        return accept.isBlank()
                || accept.contains("*/*")
                || accept.contains("application/*")
                || accept.contains("application/json");
    }
}
