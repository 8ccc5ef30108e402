package dev.pilothouse.apiserver.http;

/// Answers requests. Blocks the calling thread until the answer is known; never throws for what a client can cause.
@FunctionalInterface
public interface Handler {
    HttpResponse handle(HttpRequest request);
}
