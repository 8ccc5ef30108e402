package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.apiserver.request.Resolved;

/// A request whose author is known. Only [Authentication] makes one: holding it is the proof of having passed there.
public final class Identified {
    private final Resolved request;
    private final Identity identity;

    Identified(Resolved request, Identity identity) {
        this.request = request;
        this.identity = identity;
    }

    public Resolved request() {
        return request;
    }

    public Identity identity() {
        return identity;
    }
}
