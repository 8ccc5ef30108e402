package dev.pilothouse.api.meta;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Identifiers that nothing else has: random UUIDs (RFC 9562, version 4), from dice that are handed in.
public final class RandomUid {
    private static final long VERSION = 0xF000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 1L << 63;

    private RandomUid() {}

    public static String of(RandomGenerator random) {
        long most = random.nextLong() & ~VERSION | VERSION_4;
        long least = random.nextLong() >>> 2 | VARIANT;
        return new UUID(most, least).toString();
    }
}
