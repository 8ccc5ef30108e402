package dev.pilothouse.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// How long a key that failed waits before it is tried again, as upstream's controllers have it: each key's own wait doubles
/// with every failure in a row, and all keys together come back at a bounded rate. The longer of the two counts.
///
/// Safe for use by many threads. Holds a number for each key that has failed and not succeeded since.
public final class RetryDelays<K> {
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LAST = Duration.ofSeconds(1000);

    /// All keys together: so many retries at once, then so many a second.
    private static final int BURST = 100;

    private static final int PER_SECOND = 10;

    private final InstantSource clock;
    private final Map<K, Integer> failures = new HashMap<>();
    private double tokens = BURST;
    private Instant filledAt;

    public RetryDelays(InstantSource clock) {
        this.clock = clock;
        this.filledAt = clock.instant();
    }

    /// Notes one more failure of the key, and answers how long it waits.
    public synchronized Duration next(K key) {
        int count = failures.merge(key, 1, Integer::sum);
        Duration own = own(count);
        Duration shared = reserve();
        return own.compareTo(shared) > 0 ? own : shared;
    }

    private static Duration own(int count) {
        long millis = FIRST.toMillis() << Math.min(count - 1, 20);
        return Duration.ofMillis(Math.min(millis, LAST.toMillis()));
    }

    /// Takes a token, one of the future if need be, and answers when that one comes.
    private Duration reserve() {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos()) / 1e9;
        tokens = Math.min(BURST, tokens + seconds * PER_SECOND) - 1;
        filledAt = now;
        return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / PER_SECOND * 1e9));
    }

    /// The key succeeded, or is of no interest any more.
    public synchronized void forget(K key) {
        failures.remove(key);
    }

    /// Failures of the key in a row.
    public synchronized int failures(K key) {
        return failures.getOrDefault(key, 0);
    }
}
