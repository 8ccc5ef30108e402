package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.openapi.DocumentMessages;
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
import java.util.stream.Stream;

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

    private final OpenApiDocuments documents;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Made> made = new ConcurrentHashMap<>();

    /// The bytes of a document, and its fingerprint.
    private record Made(String fingerprint, SoftReference<byte[]> bytes) {}

    private OpenApiPages(OpenApiDocuments documents, InstantSource clock) {
        this.documents = documents;
        this.clock = clock;
    }

    public static Map<String, Discovery.Page> pages(OpenApiDocuments documents, InstantSource clock) {
        OpenApiPages pages = new OpenApiPages(documents, clock);
        return Map.of(V3, pages::index, V3 + "/*", pages::document, V2, pages::second);
    }

    private HttpResponse index(Resolved request) {
        ObjectTree.Builder paths = ObjectTree.builder();
        documents.fingerprints().forEach((name, fingerprint) ->
                paths.put(name, ObjectTree.EMPTY.with("serverRelativeURL", url(name, fingerprint))));
        byte[] index = Json.write(ObjectTree.of("paths", paths.build()));
        return HttpResponse.of(200, "text/plain; charset=utf-8", new HttpResponse.Payload.Bytes(index));
    }

    private HttpResponse document(Resolved request) {
        String name = request.info().path().substring(V3.length() + 1);
        Optional<OpenApiDocuments.Document> found = documents.third(name);
        if (found.isEmpty()) {
            return empty(404);
        }
        OpenApiDocuments.Document document = found.get();
        Optional<String> type = Negotiation.firstOf(request.raw(), THIRD);
        if (type.isEmpty()) {
            return empty(406);
        }
        String hash = Query.parse(request.raw().query()).text("hash");
        if (!hash.isEmpty() && !hash.equals(document.fingerprint())) {
            return moved(url(name, document.fingerprint()));
        }
        HttpResponse answer = tagged(request, document, type.get(), DocumentMessages::third);
        return hash.isEmpty()
                ? answer
                : answer.withHeader("Cache-Control", "public, immutable")
                        .withHeader("Expires", EXPIRES.format(clock.instant().plus(KEPT).atOffset(ZoneOffset.UTC)));
    }

    private HttpResponse second(Resolved request) {
        return Negotiation.firstOf(request.raw(), SECOND)
                .map(type -> tagged(request, documents.second(), type, DocumentMessages::second))
                .orElseGet(() -> empty(406));
    }

    private static String url(String name, String fingerprint) {
        return V3 + "/" + name + "?hash=" + fingerprint;
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
            OpenApiDocuments.Document document,
            String type,
            Function<ObjectTree, byte[]> protobuf) {
        String tag = "\"" + document.fingerprint() + "\"";
        boolean known = isKnown(request, tag);
        boolean json = type.equals(JSON);
        byte[] content = known
                ? new byte[0]
                : json
                        ? kept(document, "", () -> Json.write(document.tree().get()))
                        : kept(document, " as protobuf", () -> protobuf.apply(document.tree().get()));
        String shown = known ? "" : type.replace('@', '.');
        return HttpResponse.of(known ? 304 : 200, shown, new HttpResponse.Payload.Bytes(content))
                .withHeader("ETag", tag)
                .withHeader("Vary", "Accept");
    }

    /// Whether the client has the document with this tag already (RFC 9110 §13.1.2).
    private static boolean isKnown(Resolved request, String tag) {
        String method = request.raw().method();
        String tags = request.raw().headers().first("if-none-match").orElse("");
        return (method.equals("GET") || method.equals("HEAD"))
                && Stream.of(tags.split(","))
                        .map(String::strip)
                        .anyMatch(it -> it.equals("*") || it.equals(tag) || it.equals("W/" + tag));
    }

    private byte[] kept(OpenApiDocuments.Document document, String form, Supplier<byte[]> source) {
        String name = document.name() + form;
        Made known = made.get(name);
        byte[] bytes =
                known == null || !known.fingerprint.equals(document.fingerprint()) ? null : known.bytes.get();
        if (bytes == null) {
            bytes = source.get();
            made.put(name, new Made(document.fingerprint(), new SoftReference<>(bytes)));
        }
        return bytes;
    }
}
