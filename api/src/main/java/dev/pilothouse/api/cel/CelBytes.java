package dev.pilothouse.api.cel;

import java.util.Arrays;

/// A sequence of bytes, compared by what it holds.
record CelBytes(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof CelBytes sequence && Arrays.equals(sequence.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
