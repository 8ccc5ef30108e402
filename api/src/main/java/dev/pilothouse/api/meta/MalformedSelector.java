package dev.pilothouse.api.meta;

/// A text or object that is no selector, in the words that clients know.
public final class MalformedSelector extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedSelector(String message) {
        super(message);
    }
}
