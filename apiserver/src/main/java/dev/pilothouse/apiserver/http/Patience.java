package dev.pilothouse.apiserver.http;

import java.time.Duration;

/// How long the door waits for its clients. Who doesn't go on in time gives back what it holds.
///
/// @param idle for the beginning of a request, and for the rest of its header
/// @param body for the whole body of a request
/// @param unread for a client that takes nothing of what is sent to it
public record Patience(Duration idle, Duration body, Duration unread) {
    /// Upstream's times: `IdleTimeout` of its server, and `--request-timeout`.
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(90), Duration.ofSeconds(60), Duration.ofSeconds(60));
}
