package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ApiError;

/// A revision was asked for that has not come yet.
public final class TooEarly extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long asked;
    private final long current;

    TooEarly(long asked, long current) {
        super("the cache is at revision " + current + ", not at " + asked, null, false, false);
        this.asked = asked;
        this.current = current;
    }

    /// What a client is told whose request couldn't be answered for it.
    public ApiError toClient() {
        return ApiError.tooLargeResourceVersion(Long.toString(asked), current);
    }

    long asked() {
        return asked;
    }

    long current() {
        return current;
    }
}
