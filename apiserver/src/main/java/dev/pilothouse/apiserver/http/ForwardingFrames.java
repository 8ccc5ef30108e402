package dev.pilothouse.apiserver.http;

import java.time.Duration;

/// Frames before others: each call is handed on unless a class says otherwise.
public interface ForwardingFrames extends HttpResponse.Frames {
    /// Whom calls are handed on to.
    HttpResponse.Frames frames();

    @Override
    default HttpResponse.Next next(Duration timeout) throws InterruptedException {
        return frames().next(timeout);
    }

    @Override
    default void listen(Runnable more) {
        frames().listen(more);
    }

    @Override
    default long dueNanos() {
        return frames().dueNanos();
    }

    @Override
    default void close() {
        frames().close();
    }
}
