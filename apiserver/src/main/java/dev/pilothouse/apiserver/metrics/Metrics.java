package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.http.AcceptEncoding;
import dev.pilothouse.apiserver.http.Gzip;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Accept;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// A page of metrics: asks everybody who knows some. Each API server has its own, so that several in a process don't add up.
/// Safe for use by many threads.
///
/// @param sources each tells families that no other tells
public record Metrics(List<Source> sources) {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8; escaping=";
    private static final Set<String> ESCAPINGS = Set.of("allow-utf-8", "underscores", "dots", "values");
    private static final Set<String> VERSIONS = Set.of("", "0.0.4");

    public Metrics {
        sources = List.copyOf(sources);
    }

    public HttpResponse answer(HttpRequest request) {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        return AcceptEncoding.takesGzip(request.headers())
                ? HttpResponse.of(200, contentType(request), new HttpResponse.Payload.Bytes(Gzip.pack(text)))
                        .withHeader("Content-Encoding", "gzip")
                : HttpResponse.of(200, contentType(request), new HttpResponse.Payload.Bytes(text));
    }

    String text() {
        TextFormat text = new TextFormat();
        sources.forEach(source -> source.tell(text));
        return text.text();
    }

    /// The one format that there is. How names of other letters would be escaped is agreed upon
    /// although there are none: the last word on it up to the clause that is answered counts.
    private static String contentType(HttpRequest request) {
        String escaping = "underscores";
        for (Accept clause : Accept.parse(Accept.of(request))) {
            String asked = clause.parameter("escaping");
            if (ESCAPINGS.contains(asked)) {
                escaping = asked;
            }
            String version = clause.parameter("version");
            if (clause.type().equals("text") && clause.subtype().equals("plain") && VERSIONS.contains(version)) {
                break;
            }
        }
        return TEXT + escaping;
    }
}
