package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.openapi.DocumentMessages;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.AcceptEncoding;
import dev.pilothouse.apiserver.http.Gzip;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.ServedContent;
import dev.pilothouse.apiserver.request.Accept;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.request.Query;
import dev.pilothouse.apiserver.request.Resolved;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
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

    private static final HttpResponse.Payload NOTHING = new HttpResponse.Payload.Bytes(new byte[0]);

    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ROOT);

    private final OpenApiDocuments documents;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Made> made = new ConcurrentHashMap<>();

    /// A form of a document, and the document's fingerprint.
    private record Made(String fingerprint, SoftReference<byte[]> bytes) {}

    /// When a document was first seen with this fingerprint.
    private record Seen(String fingerprint, Instant when) {}

    private final ConcurrentHashMap<String, Seen> seen = new ConcurrentHashMap<>();

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
        ObjectTree index = ObjectTree.of("paths", paths.build());
        // Put together for each client, and so never older than now.
        return new ServedContent("text/plain; charset=utf-8", "", clock.instant(), Map.of(), () -> Json.write(index))
                .answer(request.raw());
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
            // Who takes nothing that is a media type isn't even refused.
            return Accept.parse(Accept.of(request.raw())).isEmpty() ? empty(200) : empty(406).withHeader("Vary", "Accept");
        }
        String hash = Query.parse(request.raw().query()).text("hash");
        if (!hash.isEmpty() && !hash.equals(document.fingerprint())) {
            return moved(document, shown(type.get()));
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(Map.of("Vary", List.of("Accept")));
        if (!hash.isEmpty()) {
            headers.put("Cache-Control", List.of("public, immutable"));
            headers.put("Expires", List.of(EXPIRES.format(clock.instant().plus(KEPT).atOffset(ZoneOffset.UTC))));
        }
        return content(document, type.get(), headers, DocumentMessages::third).answer(request.raw());
    }

    /// The one document that is packed: clients fetch it whole, and it is megabytes.
    private HttpResponse second(Resolved request) {
        Map<String, List<String>> headers = Map.of("Vary", List.of("Accept-Encoding", "Accept"));
        Optional<String> type = Negotiation.firstOf(request.raw(), SECOND);
        if (type.isEmpty()) {
            return new HttpResponse.Whole(406, headers, "", NOTHING);
        }
        OpenApiDocuments.Document document = documents.second();
        HttpResponse.Whole answer =
                content(document, type.get(), headers, DocumentMessages::second).answer(request.raw());
        boolean whole = answer.status() == 200 && !request.raw().method().equals("HEAD");
        if (!whole || !AcceptEncoding.takesGzip(request.raw().headers())) {
            return answer;
        }
        byte[] packed = kept(document, shown(type.get()) + " packed", () -> pack(answer.payload()));
        return new HttpResponse.Whole(200, answer.headers(), answer.contentType(), new HttpResponse.Payload.Bytes(packed))
                .withHeader("Content-Encoding", "gzip");
    }

    private static String url(String name, String fingerprint) {
        return V3 + "/" + name + "?hash=" + fingerprint;
    }

    private static HttpResponse empty(int status) {
        return HttpResponse.of(status, "", NOTHING);
    }

    private static String tag(OpenApiDocuments.Document document) {
        return "\"" + document.fingerprint() + "\"";
    }

    /// Of two names of one form clients see the newer.
    private static String shown(String type) {
        return type.replace('@', '.');
    }

    /// To the document as it is now, for a client that knows an older one.
    private static HttpResponse moved(OpenApiDocuments.Document document, String type) {
        return HttpResponse.of(301, type, NOTHING)
                .withHeader("ETag", tag(document))
                .withHeader("Location", url(document.name(), document.fingerprint()))
                .withHeader("Vary", "Accept");
    }

    private ServedContent content(
            OpenApiDocuments.Document document,
            String type,
            Map<String, List<String>> headers,
            Function<ObjectTree, byte[]> protobuf) {
        Instant since = seen.compute(
                        document.name(),
                        (_, last) -> last == null || !last.fingerprint.equals(document.fingerprint())
                                ? new Seen(document.fingerprint(), clock.instant())
                                : last)
                .when;
        return new ServedContent(
                shown(type),
                tag(document),
                since,
                headers,
                type.equals(JSON)
                        ? () -> kept(document, "", () -> Json.write(document.tree().get()))
                        : () -> kept(document, " as protobuf", () -> protobuf.apply(document.tree().get())));
    }

    private static byte[] pack(HttpResponse.Payload payload) {
        return payload instanceof HttpResponse.Payload.Bytes(byte[] all) ? Gzip.pack(all) : new byte[0];
    }

    /// A form of the document, made again when memory was short or the document is another one.
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
