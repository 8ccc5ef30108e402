package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GoDuration;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Resolved;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/// How long a request may take that isn't long-running: as long as its `timeout` parameter says, and no longer than the
/// server's `--request-timeout`.
record Timeouts(Duration longest) {
    /// What upstream's server writes past its own encoders: a Status without its kind, under the type that Go guesses for it.
    private static final byte[] LATE = ("{\"metadata\":{},\"status\":\"Failure\",\"message\":\"Timeout: request did not"
                    + " complete within the allotted timeout\",\"reason\":\"Timeout\",\"details\":{},\"code\":504}\n")
            .getBytes(StandardCharsets.UTF_8);

    /// Starts the clock of the request, or refuses it for asking for a time that is none.
    ///
    /// @param headers puts on the late answer what every answer has
    void start(Resolved request, UnaryOperator<HttpResponse> headers) {
        if (!request.info().isLongRunning()) {
            request.raw().deadline().set(of(request), () -> headers.apply(late()));
        }
    }

    private static HttpResponse.Whole late() {
        return new HttpResponse.Whole(
                504, Map.of(), "text/plain; charset=utf-8", new HttpResponse.Payload.Bytes(LATE));
    }

    private Duration of(Resolved request) {
        String asked = request.query().text("timeout");
        if (asked.isEmpty()) {
            return longest;
        }
        try {
            Duration timeout = GoDuration.parse(asked);
            return timeout.isPositive() && timeout.compareTo(longest) < 0 ? timeout : longest;
        } catch (GoDuration.Malformed malformed) {
            throw ApiError.badRequest("invalid timeout specified in the request URL - " + malformed.getMessage());
        }
    }
}
