package dev.pilothouse.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                     | underscores",
                "*/*                                                    | underscores",
                "text/plain;escaping=allow-utf-8                        | allow-utf-8",
                "text/plain;version=0.0.4;escaping=dots                 | dots",
                "text/plain;escaping=unheard-of                         | underscores",
                "application/openmetrics-text;escaping=values;q=0.9, text/plain;q=0.5 | values",
                "text/plain, application/openmetrics-text;escaping=values;q=0.5 | underscores",
                "application/json                                       | underscores"
            })
    void theAnswerIsTextWhateverIsAskedFor(String accept, String escaping) {
        assertThat(answer("accept", accept).contentType())
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=" + escaping);
    }

    @Test
    void itIsPackedForWhoUnpacksIt() throws IOException {
        HttpResponse.Whole packed = answer("accept-encoding", "zstd, gzip;q=0.5");
        assertThat(packed.headers()).containsEntry("Content-Encoding", List.of("gzip"));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(packed)))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes(answer("accept-encoding", "gzip;q=0")));
        }
    }

    private static HttpResponse.Whole answer(String header, String value) {
        HttpRequest request = new HttpRequest(
                "GET",
                "/metrics",
                "",
                new Headers(Map.of(header, List.of(value))),
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.Remote("127.0.0.1", List.of()));
        return (HttpResponse.Whole)
                new Metrics(List.of(sink -> sink.value(Families.LEADING, 1, "told"))).answer(request);
    }

    private static byte[] bytes(HttpResponse.Whole answer) {
        return ((HttpResponse.Payload.Bytes) answer.payload()).bytes();
    }
}
