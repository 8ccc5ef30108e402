package dev.pilothouse.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import java.util.List;
import java.util.Map;
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
        HttpRequest request = new HttpRequest(
                "GET",
                "/metrics",
                "",
                new Headers(Map.of("accept", List.of(accept))),
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.Remote("127.0.0.1", List.of()));
        assertThat(new Metrics(List.of()).answer(request).contentType())
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=" + escaping);
    }
}
