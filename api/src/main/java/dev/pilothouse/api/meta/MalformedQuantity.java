package dev.pilothouse.api.meta;

/// A text that is no quantity, in the words that clients know.
public final class MalformedQuantity extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private MalformedQuantity(String message) {
        super(message);
    }

    static MalformedQuantity format() {
        return new MalformedQuantity("quantities must match the regular expression"
                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }

    static MalformedQuantity suffix() {
        return new MalformedQuantity("unable to parse quantity's suffix");
    }
}
