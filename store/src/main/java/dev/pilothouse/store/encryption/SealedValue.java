package dev.pilothouse.store.encryption;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Tells sealed values from plain ones, without a key.
public final class SealedValue {
    private static final byte[] START = "k8s:enc:".getBytes(StandardCharsets.US_ASCII);

    /// `k8s:enc:aesgcm:v1:first:` and `k8s:enc:kms:v2:plugin:` alike.
    private static final int COLONS = 5;

    /// What is looked at for a prefix: names are chosen by people.
    private static final int LONGEST_PREFIX = 128;

    private SealedValue() {}

    static boolean is(byte[] value) {
        return value.length >= START.length && Arrays.equals(value, 0, START.length, START, 0, START.length);
    }

    /// By which provider and key it was sealed, as the value says itself; empty for a plain one.
    public static Optional<String> prefix(byte[] value) {
        if (!is(value)) {
            return Optional.empty();
        }
        int end = 0;
        for (int colons = 0; end < value.length && end < LONGEST_PREFIX && colons < COLONS; end++) {
            colons += value[end] == ':' ? 1 : 0;
        }
        return Optional.of(new String(value, 0, end, StandardCharsets.US_ASCII));
    }
}
