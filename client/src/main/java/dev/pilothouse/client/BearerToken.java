package dev.pilothouse.client;

import java.util.Optional;

/// What a caller proves itself with besides its certificate. Asked for with every request: tokens change while a process runs.
@FunctionalInterface
public interface BearerToken {
    /// No token.
    BearerToken NONE = Optional::empty;

    /// The token as it is now; empty for none.
    Optional<String> now();
}
