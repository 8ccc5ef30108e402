package dev.pilothouse.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommonHeadersTest {
    private static final HttpRequest.Peer REMOTE = new HttpRequest.Peer.Remote("192.0.2.1", List.of());

    private final CommonHeaders headers = new CommonHeaders(new Random(1), List.of());

    @Test
    void everyAnswerGetsAnIdOfItsOwn() {
        String first = auditId(request(Map.of()));
        assertThat(first).hasSize(36).isNotEqualTo(auditId(request(Map.of())));
    }

    @Test
    void theIdThatAClientGaveIsKeptUpToABound() {
        assertThat(auditId(request(Map.of("Audit-ID", List.of("mine"))))).isEqualTo("mine");
        assertThat(auditId(request(Map.of("Audit-ID", List.of("x".repeat(100)))))).isEqualTo("x".repeat(64));
    }

    @Test
    void nobodyMayKeepAnAnswerThatDoesNotSaySo() {
        assertThat(headers.on(HttpResponse.text(200, "ok"), request(Map.of())).header("Cache-Control"))
                .contains("no-cache, private");
        HttpResponse open = HttpResponse.text(200, "ok").withHeader("cache-control", "public");
        assertThat(headers.on(open, request(Map.of())).headers()).doesNotContainKey("Cache-Control");
    }

    @Test
    void answersInsideTheProcessStayAsTheyAre() {
        HttpRequest inside = new HttpRequest(
                "GET",
                "/",
                "",
                Headers.NONE,
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.InProcess(new HttpRequest.Credential()));
        HttpResponse answer = HttpResponse.text(200, "ok");
        assertThat(headers.on(answer, inside)).isSameAs(answer);
    }

    private String auditId(HttpRequest request) {
        return headers.on(HttpResponse.text(200, "ok"), request).header("Audit-Id").orElse("");
    }

    private static HttpRequest request(Map<String, List<String>> fields) {
        return new HttpRequest("GET", "/", "", new Headers(fields), new HttpRequest.Body.None(), REMOTE);
    }
}
