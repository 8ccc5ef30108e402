package dev.pilothouse.api.apply;

/// Something in `managedFields` that can't be read.
public final class MalformedFields extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedFields(String message) {
        super(message);
    }
}
