package dev.pilothouse.apiserver.request;

import dev.pilothouse.apiserver.http.HttpRequest;

/// A request whose URL is understood.
public record Resolved(HttpRequest raw, RequestInfo info, Query query) {}
