package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.openapi.DocumentMessages;
import dev.pilothouse.api.openapi.OpenApi;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.request.Query;
import dev.pilothouse.apiserver.request.Resolved;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The OpenAPI documents: an index of v3 and its documents below, and the one document of v2. Made when first asked
/// for, and kept for as long as memory allows.
public final class OpenApiPages {
    private static final String V3 = "/openapi/v3";
    private static final String V2 = "/openapi/v2";

    private static final String JSON = "application/json";
    private static final List<String> SECOND = List.of(
            JSON,
            "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
            "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    private static final List<String> THIRD = List.of(
            JSON,
            "application/com.github.proto-openapi.spec.v3.v1.0+protobuf",
            "application/com.github.proto-openapi.spec.v3@v1.0+protobuf");

    /// How long a client may keep a document whose hash it asked for.
    private static final Period KEPT = Period.ofDays(365);

    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ROOT);

    private final OpenApi openApi;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, SoftReference<byte[]>> documents = new ConcurrentHashMap<>();

    private OpenApiPages(OpenApi openApi, InstantSource clock) {
        this.openApi = openApi;
        this.clock = clock;
    }

    public static Map<String, Discovery.Page> pages(OpenApi openApi, InstantSource clock) {
        OpenApiPages pages = new OpenApiPages(openApi, clock);
        return Map.of(V3, pages::index, V3 + "/*", pages::document, V2, pages::second);
    }

    private HttpResponse index(Resolved request) {
        ObjectTree.Builder paths = ObjectTree.builder();
        for (String name : openApi.names()) {
            paths.put(name, ObjectTree.EMPTY.with("serverRelativeURL", url(name)));
        }
        byte[] index = Json.write(ObjectTree.of("paths", paths.build()));
        return Discovery.readOnly(
                request,
                HttpResponse.of(200, "text/plain; charset=utf-8", new HttpResponse.Payload.Bytes(index)));
    }

    private HttpResponse document(Resolved request) {
        String name = request.info().path().substring(V3.length() + 1);
        if (!openApi.names().contains(name)) {
            return empty(404);
        }
        Supplier<ObjectTree> made =
                () -> openApi.document(name, Version.GIT_VERSION).orElseThrow(ApiError::noSuchPath);
        Optional<String> type = Negotiation.firstOf(request.raw(), THIRD);
        if (type.isEmpty()) {
            return empty(406);
        }
        String hash = Query.parse(request.raw().query()).text("hash");
        if (!hash.isEmpty() && !hash.equals(openApi.fingerprint())) {
            return moved(url(name));
        }
        HttpResponse answer = tagged(request, name, type.get(), made, DocumentMessages::third);
        return hash.isEmpty()
                ? answer
                : answer.withHeader("Cache-Control", "public, immutable")
                        .withHeader("Expires", EXPIRES.format(clock.instant().plus(KEPT).atOffset(ZoneOffset.UTC)));
    }

    private HttpResponse second(Resolved request) {
        return Negotiation.firstOf(request.raw(), SECOND)
                .map(type -> tagged(
                        request, V2, type, () -> openApi.second(Version.GIT_VERSION), DocumentMessages::second))
                .orElseGet(() -> empty(406));
    }

    private String url(String name) {
        return V3 + "/" + name + "?hash=" + openApi.fingerprint();
    }

    private static HttpResponse empty(int status) {
        return HttpResponse.of(status, "", new HttpResponse.Payload.Bytes(new byte[0]));
    }

    /// To the document as it is now, for a client that knows an older one.
    private static HttpResponse moved(String url) {
        String link = "<a href=\"" + url + "\">Moved Permanently</a>.\n\n";
        byte[] page = link.getBytes(StandardCharsets.UTF_8);
        return HttpResponse.of(301, "text/html; charset=utf-8", new HttpResponse.Payload.Bytes(page))
                .withHeader("Location", url)
                .withHeader("Vary", "Accept");
    }

    private HttpResponse tagged(
            Resolved request,
            String name,
            String type,
            Supplier<ObjectTree> document,
            Function<ObjectTree, byte[]> protobuf) {
        String tag = "\"" + openApi.fingerprint() + "\"";
        boolean known = request.raw().headers().all("if-none-match").contains(tag);
        boolean json = type.equals(JSON);
        byte[] content = known
                ? new byte[0]
                : json
                        ? kept(name, () -> Json.write(document.get()))
                        : kept(name + " as protobuf", () -> protobuf.apply(document.get()));
        HttpResponse answer = HttpResponse.of(
                        known ? 304 : 200, type.replace('@', '.'), new HttpResponse.Payload.Bytes(content))
                .withHeader("ETag", tag)
                .withHeader("Vary", "Accept");
        return Discovery.readOnly(request, answer);
    }

    private byte[] kept(String name, Supplier<byte[]> made) {
        SoftReference<byte[]> kept = documents.get(name);
        byte[] bytes = kept == null ? null : kept.get();
        if (bytes == null) {
            bytes = made.get();
            documents.put(name, new SoftReference<>(bytes));
        }
        return bytes;
    }
}
