package dev.pilothouse.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedContentTest {
    private static final ServedContent LETTERS = new ServedContent(
            "text/x",
            "\"t\"",
            Instant.parse("2026-11-24T10:00:00.9Z"),
            Map.of("Vary", List.of("Accept")),
            () -> "abcdefghij".getBytes(StandardCharsets.US_ASCII));

    @Test
    void theWholeSaysWhatItIsAndThatItHasParts() {
        HttpResponse.Whole answer = answer("GET");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/x");
        assertThat(text(answer)).isEqualTo("abcdefghij");
        assertThat(answer.headers())
                .isEqualTo(Map.of(
                        "Vary", List.of("Accept"),
                        "ETag", List.of("\"t\""),
                        "Last-Modified", List.of("Tue, 24 Nov 2026 10:00:00 GMT"),
                        "Accept-Ranges", List.of("bytes")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | If-None-Match: "t"                                                                  | 304
            HEAD | If-None-Match: *                                                                    | 304
            GET  | If-None-Match: "a", W/"t"                                                           | 304
            GET  | If-None-Match: ,"a" , "b"                                                           | 200
            GET  | If-None-Match: nonsense, "t"                                                        | 200
            POST | If-None-Match: "t"                                                                  | 412
            GET  | If-Modified-Since: Tue, 24 Nov 2026 10:00:00 GMT                                    | 304
            GET  | If-Modified-Since: Tuesday, 24-Nov-26 10:00:00 GMT                                  | 304
            GET  | If-Modified-Since: Tue, 24 Nov 2026 09:59:59 GMT                                    | 200
            GET  | If-Modified-Since: yesterday                                                        | 200
            POST | If-Modified-Since: Tue, 24 Nov 2026 10:00:00 GMT                                    | 200
            GET  | If-None-Match: "a"; If-Modified-Since: Tue, 24 Nov 2026 10:00:00 GMT                | 200
            GET  | If-Match: "t"                                                                       | 200
            GET  | If-Match: *                                                                         | 200
            GET  | If-Match: W/"t"                                                                     | 412
            GET  | If-Match: "a"                                                                       | 412
            GET  | If-Unmodified-Since: Tue, 24 Nov 2026 10:00:00 GMT                                  | 200
            GET  | If-Unmodified-Since: Tue, 24 Nov 2026 09:59:59 GMT                                  | 412
            GET  | If-Match: "t"; If-Unmodified-Since: Tue, 24 Nov 2026 09:59:59 GMT                   | 200
            GET  | If-Match: "a"; If-None-Match: "t"                                                   | 412
            GET  | Range: bytes=0-1; If-None-Match: "t"                                                | 304
            """)
    void aClientAsksWhetherItHasTheDocument(String method, String asked, int status) {
        assertThat(answer(method, asked.split("; ")).status()).isEqualTo(status);
    }

    @Test
    void whoHasTheDocumentIsToldItsTagAndNoMore() {
        HttpResponse.Whole answer = answer("GET", "If-None-Match: *");
        assertThat(answer.contentType()).isEmpty();
        assertThat(answer.headers()).containsOnlyKeys("Vary", "ETag");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            bytes=0-0        | 206 | bytes 0-0/10   | a
            bytes=2-4        | 206 | bytes 2-4/10   | cde
            bytes=8-         | 206 | bytes 8-9/10   | ij
            bytes=8-99       | 206 | bytes 8-9/10   | ij
            bytes=-3         | 206 | bytes 7-9/10   | hij
            bytes=-99        | 206 | bytes 0-9/10   | abcdefghij
            bytes= 1 - 2 ,,  | 206 | bytes 1-2/10   | bc
            bytes=99-,1-1    | 206 | bytes 1-1/10   | b
            bytes=           | 200 | ''             | abcdefghij
            bytes=0-8,1-9    | 200 | ''             | abcdefghij
            bytes=10-        | 416 | bytes */10     | 'invalid range: failed to overlap'
            bytes=4-2        | 416 | ''             | invalid range
            bytes=5          | 416 | ''             | invalid range
            bytes=-          | 416 | ''             | invalid range
            bytes=--1        | 416 | ''             | invalid range
            bytes=a-b        | 416 | ''             | invalid range
            bytes=0-9999999999999999999 | 416 | ''  | invalid range
            lines=1-2        | 416 | ''             | invalid range
            """)
    void aClientAsksForAPart(String range, int status, String part, String content) {
        HttpResponse.Whole answer = answer("GET", "Range: " + range);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Range").orElse("")).isEqualTo(part);
        assertThat(text(answer).strip()).isEqualTo(content);
        assertThat(answer.header("ETag").isPresent()).isEqualTo(status != 416);
    }

    @Test
    void severalPartsComeInOneAnswer() {
        HttpResponse.Whole answer = answer("GET", "Range: bytes=0-1,-2");
        assertThat(answer.status()).isEqualTo(206);
        String boundary = answer.contentType().replaceFirst("multipart/byteranges; boundary=", "");
        assertThat(boundary).isNotEqualTo(answer.contentType());
        assertThat(text(answer)).isEqualTo(("""
                --B
                Content-Range: bytes 0-1/10
                Content-Type: text/x

                ab
                --B
                Content-Range: bytes 8-9/10
                Content-Type: text/x

                ij
                --B--
                """).replace("\n", "\r\n").replace("--B", "--" + boundary));
    }

    @ParameterizedTest(name = "If-Range: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            "t"                            | 206
            W/"t"                          | 200
            "a"                            | 200
            Tue, 24 Nov 2026 10:00:00 GMT  | 206
            Tue, 24 Nov 2026 10:00:01 GMT  | 200
            nonsense                       | 200
            """)
    void partsOfAnotherDocumentAreNotWanted(String condition, int status) {
        assertThat(answer("GET", "Range: bytes=0-1", "If-Range: " + condition).status()).isEqualTo(status);
    }

    private static HttpResponse.Whole answer(String method, String... headers) {
        Map<String, List<String>> fields = new HashMap<>();
        Stream.of(headers).map(it -> it.split(": ", 2)).forEach(it -> fields.put(it[0], List.of(it[1])));
        return LETTERS.answer(new HttpRequest(
                method,
                "/",
                "",
                new Headers(fields),
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.Remote("127.0.0.1", List.of())));
    }

    private static String text(HttpResponse.Whole answer) {
        return new String(((HttpResponse.Payload.Bytes) answer.payload()).bytes(), StandardCharsets.US_ASCII);
    }
}
