package dev.pilothouse.apiserver.storage;

import java.time.Duration;

/// How long events live.
///
/// @param ttl upstream's `--event-ttl`
/// @param reuseSeconds for how long a lease is taken for further events (upstream's `--lease-reuse-duration-seconds`); never longer
///     than a twentieth of the time to live
public record EventLifetime(Duration ttl, long reuseSeconds) {
    public static final EventLifetime USUAL = new EventLifetime(Duration.ofHours(1), 60);
}
