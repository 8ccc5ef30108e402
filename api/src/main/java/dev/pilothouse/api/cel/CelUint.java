package dev.pilothouse.api.cel;

/// A whole number that is never negative.
///
/// @param bits its 64 bits
public record CelUint(long bits) {
    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
