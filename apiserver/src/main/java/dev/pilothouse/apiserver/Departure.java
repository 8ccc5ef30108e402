package dev.pilothouse.apiserver;

import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/// How far the server has gone on its way out (upstream's lifecycle signals): it stays, it says that it isn't ready while it
/// serves on, at last it sends new requests away.
final class Departure {
    /// Who asks about the server itself is answered to the end.
    private static final List<String> TO_THE_END = List.of("/readyz", "/livez", "/healthz", "/metrics");

    private volatile Phase phase = Phase.STAYING;

    private enum Phase {
        STAYING,
        ANNOUNCED,
        SENDING_AWAY
    }

    boolean isStaying() {
        return phase == Phase.STAYING;
    }

    void announce() {
        if (isStaying()) {
            phase = Phase.ANNOUNCED;
        }
    }

    void sendAway() {
        phase = Phase.SENDING_AWAY;
    }

    Optional<HttpResponse> refusal(HttpRequest request) {
        if (phase != Phase.SENDING_AWAY || TO_THE_END.stream().anyMatch(request.path()::startsWith)) {
            return Optional.empty();
        }
        return Optional.of(HttpResponse.plainError(429, "The apiserver is shutting down, please try again later.\n")
                .withHeader("Retry-After", "5")
                .withHeader("Connection", "close"));
    }
}
