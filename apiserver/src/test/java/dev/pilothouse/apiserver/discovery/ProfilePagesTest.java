package dev.pilothouse.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.request.Resolver;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilePagesTest {
    private final List<Integer> told = new ArrayList<>();

    @ParameterizedTest(name = "{1} answers {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /debug/pprof   | /debug/pprof           | 302 | text/html; charset=utf-8  | /debug/pprof/
            /debug/pprof/* | /debug/pprof/          | 200 | text/html; charset=utf-8  | goroutine?debug=1
            /debug/pprof/* | /debug/pprof/goroutine | 200 | text/plain; charset=utf-8 | prio=
            /debug/pprof/* | /debug/pprof/heap      | 200 | text/plain; charset=utf-8 | used =
            /debug/pprof/* | /debug/pprof/nope      | 404 | text/plain; charset=utf-8 | Unknown profile
            /debug/flags   | /debug/flags           | 200 | text/html; charset=utf-8  | full flags configurable
            /debug/flags/* | /debug/flags/x         | 200 | text/html; charset=utf-8  | <tr>v<br>
            /debug/flags/v | /debug/flags/v         | 406 | text/plain                | unsupported http method
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

    @ParameterizedTest(name = "{0} answers {1}")
    @CsvSource(delimiter = '|', textBlock = """
            5           | 200 | successfully set klog.logging.verbosity to 5
            007         | 200 | successfully set klog.logging.verbosity to 007
            ''          | 400 | strconv.ParseUint: parsing "": invalid syntax
            -1          | 400 | strconv.ParseUint: parsing "-1": invalid syntax
            loud        | 400 | strconv.ParseUint: parsing "loud": invalid syntax
            4294967296  | 400 | strconv.ParseUint: parsing "4294967296": value out of range
            2147483648  | 400 | failed set klog.logging.verbosity 2147483648: strconv.ParseInt: parsing "2147483648": value out of range
            """)
    void anOperatorSaysHowMuchTheLogTells(String level, int status, String text) {
        HttpResponse.Whole answer = answer(true, "/debug/flags/v", "PUT", "/debug/flags/v", level);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(text(answer)).isEqualTo(text + "\n");
        assertThat(told).isEqualTo(status == 200 ? List.of(Integer.parseInt(level)) : List.of());
    }

    @Test
    void whereProfilesAreOffTheLogCannotBeChanged() {
        assertThat(pages(false)).doesNotContainKey("/debug/flags/v");
        assertThat(text(answer(false, "/debug/flags", "/debug/flags"))).doesNotContain("<tr>");
    }

    private HttpResponse.Whole answer(boolean profiling, String page, String path) {
        return answer(profiling, page, "GET", path, "");
    }

    private HttpResponse.Whole answer(boolean profiling, String page, String method, String path, String body) {
        HttpRequest request = new HttpRequest(
                method,
                path,
                "",
                Headers.NONE,
                new HttpRequest.Body.Stream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))),
                new HttpRequest.Peer.Remote("127.0.0.1", List.of()));
        return (HttpResponse.Whole) pages(profiling).get(page).answer(new Resolver().resolve(request));
    }

    private Map<String, Discovery.Page> pages(boolean profiling) {
        return ProfilePages.pages(new ServingOptions.Debugging(profiling, true, true, Optional.of(told::add)));
    }

    private static String text(HttpResponse.Whole answer) {
        return new String(((HttpResponse.Payload.Bytes) answer.payload()).bytes(), StandardCharsets.UTF_8);
    }
}
