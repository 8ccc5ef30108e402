package dev.pilothouse.apiserver.request;

import dev.pilothouse.apiserver.http.HttpRequest;
import java.util.List;

/// A request whose URL is understood.
///
/// @param warnings what the client is told besides the answer, even to a refusal; grows while the request is answered, in
///     one thread
public record Resolved(HttpRequest raw, RequestInfo info, Query query, List<String> warnings) {}
