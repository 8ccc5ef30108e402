package dev.pilothouse.apiserver.http;

import java.time.Duration;

/// How long the door waits for its clients. Who doesn't go on in time gives back what it holds.
///
/// @param idle for the next request, and for each next byte of a header
/// @param header for the handshake, and for the whole header of a request
/// @param body for the whole body of a request
/// @param unread for a client that takes nothing of what is sent to it
public record Patience(Duration idle, Duration header, Duration body, Duration unread) {
    /// Upstream's times: `IdleTimeout` and `ReadHeaderTimeout` of its server.
    private static final Duration IDLE = Duration.ofSeconds(90);

    private static final Duration HEADER = Duration.ofSeconds(32);
    private static final Duration UNREAD = Duration.ofSeconds(60);

    /// After the deadline of the request, which tells the client why, nobody waits for the rest of a body.
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(2);

    public static final Patience USUAL = of(ServingOptions.USUAL);

    static Patience of(ServingOptions options) {
        return new Patience(IDLE, HEADER, options.requestTimeout().plus(AFTER_DEADLINE), UNREAD);
    }
}
