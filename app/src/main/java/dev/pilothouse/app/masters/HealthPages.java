package dev.pilothouse.app.masters;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.ComponentPages;
import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.apiserver.metrics.Metrics;
import dev.pilothouse.apiserver.metrics.ProcessFigures;
import dev.pilothouse.apiserver.metrics.Registered;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What a component without an API of its own shows: `/healthz`, `/livez`, `/readyz`, `/metrics`, and its process.
///
/// @param component upstream's name
/// @param healthy whether the process does what it is for
/// @param leading whether it leads now
/// @param more what else is told on `/metrics`
/// @param process what it shows of its process
/// @param open paths that everybody may see
/// @param guard refuses callers of all others by throwing an [ApiError]
record HealthPages(
        String component,
        BooleanSupplier healthy,
        BooleanSupplier leading,
        Source more,
        ComponentPages process,
        List<String> open,
        Consumer<HttpRequest> guard)
        implements Handler {
    static final List<String> PATHS = List.of("/healthz", "/livez", "/metrics", "/readyz");

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String CHECK = "leaderElection";

    @Override
    public HttpResponse handle(HttpRequest request) {
        try {
            if (!isOpen(request.path())) {
                guard.accept(request);
            }
            return switch (request.path()) {
                case "/healthz", "/livez", "/readyz" -> health(request);
                case "/healthz/ping", "/livez/ping", "/readyz/ping" -> text(200, TEXT, "ok");
                case "/healthz/leaderElection", "/livez/leaderElection", "/readyz/leaderElection" ->
                    healthy.getAsBoolean() ? text(200, TEXT, "ok") : text(500, TEXT, "internal server error: failed\n");
                case "/metrics" -> metrics().answer(request);
                default -> process.answer(request).orElseGet(() -> text(404, TEXT, "404 page not found\n"));
            };
        } catch (ApiError refused) {
            return new HttpResponse.Whole(
                    refused.code(),
                    Map.of(),
                    "application/json",
                    new HttpResponse.Payload.Value(refused.status().tree()));
        }
    }

    private boolean isOpen(String path) {
        return open.stream()
                .anyMatch(each -> each.endsWith("*")
                        ? path.startsWith(each.substring(0, each.length() - 1))
                        : path.equals(each));
    }

    private HttpResponse health(HttpRequest request) {
        String page = request.path().substring(1);
        boolean sound = healthy.getAsBoolean();
        boolean verbose = List.of(request.query().split("&")).stream().anyMatch(each -> each.matches("verbose(=.*)?"));
        if (sound && !verbose) {
            return text(200, TEXT, "ok");
        }
        String checks = "[+]ping ok\n" + (sound ? "[+]" + CHECK + " ok\n" : "[-]" + CHECK + " failed: reason withheld\n");
        return text(sound ? 200 : 500, TEXT, checks + page + " check " + (sound ? "passed" : "failed") + "\n");
    }

    private Metrics metrics() {
        return new Metrics(List.of(
                sink -> sink.value(Families.LEADING, leading.getAsBoolean() ? 1 : 0, component),
                more,
                ComponentPages::tellVersion,
                new ProcessFigures(),
                new Registered(Families.ofLoops())));
    }

    private static HttpResponse text(int status, String type, String text) {
        return new HttpResponse.Whole(
                status,
                Map.of("cache-control", List.of("no-cache, private"), "x-content-type-options", List.of("nosniff")),
                type,
                new HttpResponse.Payload.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }
}
