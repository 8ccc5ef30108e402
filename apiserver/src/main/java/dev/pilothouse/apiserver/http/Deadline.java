package dev.pilothouse.apiserver.http;

import java.time.Duration;
import java.util.function.Supplier;

/// Until when a request must have been answered. What happens then is the door's: the client gets the late answer, and what
/// the handler finds out after that is dropped.
@FunctionalInterface
public interface Deadline {
    /// The caller waits for as long as it takes.
    Deadline NONE = (_, _) -> {};

    /// Set once, by the thread that handles the request.
    ///
    /// @param timeout from now on
    /// @param late what the client is told when the time is over
    void set(Duration timeout, Supplier<HttpResponse> late);
}
