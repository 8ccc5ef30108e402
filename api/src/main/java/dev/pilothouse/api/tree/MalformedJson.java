package dev.pilothouse.api.tree;

/// Bytes that are no JSON value. The message is worded as Go's decoder words it, since clients see it in a `Status`.
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    MalformedJson(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /// The number of bytes before the one that can't be.
    public int offset() {
        return offset;
    }
}
