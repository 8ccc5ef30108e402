package dev.pilothouse.api.cel;

/// An expression that came to no value. The message is what clients read.
public final class CelFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CelFailure(String message) {
        // A failure is an answer, not an accident: nobody looks at where it was made.
        super(message, null, false, false);
    }

    static CelFailure noOverload() {
        return new CelFailure("no such overload");
    }
}
