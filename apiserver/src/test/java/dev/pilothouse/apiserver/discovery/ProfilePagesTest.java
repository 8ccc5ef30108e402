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
        HttpResponse.Whole answer = (HttpResponse.Whole) ProfilePages.pages()
                .get(page)
                .answer(new Resolver()
                        .resolve(new HttpRequest(
                                "GET",
                                path,
                                "",
                                Headers.NONE,
                                new HttpRequest.Body.None(),
                                new HttpRequest.Peer.Remote("127.0.0.1", List.of()))));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo(type);
        byte[] bytes = ((HttpResponse.Payload.Bytes) answer.payload()).bytes();
        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains(contained);
    }
}
