package dev.pilothouse.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Resolver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilePagesTest {
    @ParameterizedTest(name = "{1} answers {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /debug/pprof   | /debug/pprof           | 302 | text/html; charset=utf-8  | /debug/pprof/
            /debug/pprof/* | /debug/pprof/          | 200 | text/html; charset=utf-8  | goroutine?debug=1
            /debug/pprof/* | /debug/pprof/goroutine | 200 | text/plain; charset=utf-8 | prio=
            /debug/pprof/* | /debug/pprof/heap      | 200 | text/plain; charset=utf-8 | used =
            /debug/pprof/* | /debug/pprof/nope      | 404 | text/plain; charset=utf-8 | Unknown profile
            /debug/flags   | /debug/flags           | 200 | text/html; charset=utf-8  | configurable flags
            /debug/flags/* | /debug/flags/v         | 200 | text/html; charset=utf-8  | configurable flags
            """)
    void whatAProcessKnowsOfItselfCanBeLookedAt(String page, String path, int status, String type, String contained) {
        HttpResponse.Whole answer = answer(true, page, path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo(type);
        assertThat(text(answer)).contains(contained);
    }

    @ParameterizedTest(name = "{0} answers {1}")
    @CsvSource({"'', 200", "goroutine, 404", "heap, 404", "nope, 404"})
    void nobodySeesAProfileThatNobodyAskedFor(String profile, int status) {
        HttpResponse.Whole answer = answer(false, "/debug/pprof/*", "/debug/pprof/" + profile);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(text(answer)).doesNotContain("prio=", "used =", "goroutine", "heap");
    }

    private static HttpResponse.Whole answer(boolean profiling, String page, String path) {
        HttpRequest request = new HttpRequest(
                "GET",
                path,
                "",
                Headers.NONE,
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.Remote("127.0.0.1", List.of()));
        return (HttpResponse.Whole) ProfilePages.pages(profiling).get(page).answer(new Resolver().resolve(request));
    }

    private static String text(HttpResponse.Whole answer) {
        return new String(((HttpResponse.Payload.Bytes) answer.payload()).bytes(), StandardCharsets.UTF_8);
    }
}
