package dev.pilothouse.app.masters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.apiserver.ComponentPages;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.app.flags.FeatureGates;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What controller manager and scheduler show.
class HealthPagesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            /healthz        | ''               | 200 | ok
            /readyz/nope    | ''               | 404 | 404 page not found
            /flagz          | ''               | 200 | kube-scheduler flagz
            /statusz        | ''               | 200 | Paths: /flagz /healthz /livez /metrics /readyz
            /statusz        | application/json | 406 | NotAcceptable
            /debug/flags/v  | ''               | 406 | unsupported http method
            /debug/pprof/   | ''               | 200 | goroutine
            """)
    void aComponentShowsItsHealthAndItsProcess(String path, String accept, int status, String contained) {
        HttpResponse.Whole answer = answer(true, path, accept);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(text(answer)).contains(contained);
    }

    @Test
    void nothingOfTheProcessIsShownWhereProfilingIsOff() {
        assertThat(answer(false, "/debug/flags/v", "").status()).isEqualTo(404);
        assertThat(answer(false, "/debug/pprof/", "").status()).isEqualTo(404);
    }

    @Test
    void whoMayNotAskIsRefusedBeforeThePageIsMade() {
        HealthPages pages = pages(true, request -> {
            throw ApiError.unauthorized("Unauthorized");
        });
        assertThat(pages.handle(request("/healthz", "")).status()).isEqualTo(200);
        assertThat(pages.handle(request("/flagz", "")).status()).isEqualTo(401);
    }

    @Test
    void whichFeaturesAreOpenIsAmongTheFigures() {
        assertThat(text((HttpResponse.Whole) pages(true, _ -> {}).handle(request("/metrics", ""))).lines())
                .contains(
                        "kubernetes_feature_enabled{name=\"APIServerIdentity\",stage=\"BETA\"} 1",
                        "kubernetes_feature_enabled{name=\"APIServingWithRoutine\",stage=\"ALPHA\"} 0",
                        "kubernetes_feature_enabled{name=\"APIServerTracing\",stage=\"\"} 1",
                        "leader_election_master_status{name=\"kube-scheduler\"} 1");
    }

    private static HttpResponse.Whole answer(boolean profiling, String path, String accept) {
        return (HttpResponse.Whole) pages(profiling, _ -> {}).handle(request(path, accept));
    }

    private static HealthPages pages(boolean profiling, Consumer<HttpRequest> guard) {
        ServingOptions.Debugging wanted = new ServingOptions.Debugging(profiling, true, true, Optional.of(_ -> {}));
        return new HealthPages(
                "kube-scheduler",
                () -> true,
                () -> true,
                FeatureGates.of(Map.of("APIServerTracing", "true")),
                new ComponentPages("kube-scheduler", wanted, Map.of("v", "2"), HealthPages.PATHS),
                List.of("/healthz"),
                guard);
    }

    private static HttpRequest request(String path, String accept) {
        return new HttpRequest(
                "GET",
                path,
                "",
                new Headers(Map.of("accept", List.of(accept))),
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.Remote("127.0.0.1", List.of()));
    }

    private static String text(HttpResponse.Whole answer) {
        return switch (answer.payload()) {
            case HttpResponse.Payload.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case HttpResponse.Payload.Value(var tree, _) -> tree.toString();
            case HttpResponse.Payload.Listed _ -> "";
        };
    }
}
