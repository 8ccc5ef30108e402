package dev.pilothouse.apiserver;

import dev.pilothouse.api.structural.GoPattern;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which scripts of other sites may read answers (Fetch standard, "CORS protocol"; upstream's `--cors-allowed-origins`). Whoever
/// isn't a browser never notices.
final class Cors {
    /// Longer than any origin: a pattern isn't run over what a stranger made up at length.
    private static final int ORIGIN_LENGTH = 1024;

    private static final Map<String, String> ALLOWED = Map.of(
            "Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE, PATCH",
            "Access-Control-Allow-Headers",
                    "Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, X-Requested-With,"
                            + " If-Modified-Since",
            "Access-Control-Expose-Headers", "Date",
            "Access-Control-Allow-Credentials", "true");

    private final List<GoPattern> origins;

    /// @param origins regular expressions in Go's syntax; none for no site at all
    Cors(List<String> origins) {
        this.origins = origins.stream().map(GoPattern::of).toList();
    }

    /// The answer to a browser that asks beforehand whether it may ask (a preflight). It brings no credentials.
    Optional<HttpResponse> preflight(HttpRequest request) {
        return request.method().equals("OPTIONS") && origin(request).isPresent()
                ? Optional.of(new HttpResponse.Whole(204, Map.of(), "", new HttpResponse.Payload.Bytes(new byte[0])))
                : Optional.empty();
    }

    HttpResponse on(HttpResponse answer, HttpRequest request) {
        Optional<String> origin = origin(request);
        if (origin.isEmpty()) {
            return answer;
        }
        HttpResponse allowed = answer.withHeader("Access-Control-Allow-Origin", origin.get());
        for (Map.Entry<String, String> header : ALLOWED.entrySet()) {
            allowed = allowed.withHeader(header.getKey(), header.getValue());
        }
        return allowed;
    }

    private Optional<String> origin(HttpRequest request) {
        if (origins.isEmpty()) {
            return Optional.empty();
        }
        return request.headers()
                .first("origin")
                .filter(origin -> origin.length() <= ORIGIN_LENGTH)
                .filter(origin -> origins.stream().anyMatch(pattern -> pattern.find(origin)));
    }
}
