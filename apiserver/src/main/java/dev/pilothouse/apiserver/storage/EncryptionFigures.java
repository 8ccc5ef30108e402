package dev.pilothouse.apiserver.storage;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.EncryptionFamilies;
import dev.pilothouse.store.encryption.Transformations;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What is encrypted and decrypted, and with how much trouble. Safe for use by many threads.
public final class EncryptionFigures implements Transformations, Source {
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;

    private final Series<LongAdder> operations = Series.counts(EncryptionFamilies.OPERATIONS);
    private final Series<Distribution> durations = Series.distributions(EncryptionFamilies.DURATION);
    private final Series<Distribution> keyDurations = Series.distributions(EncryptionFamilies.KEY_DURATION);
    private final Series<LongAdder> keyFailures = Series.counts(EncryptionFamilies.KEY_FAILURES);
    private final Series<LongAdder> keyMisses = Series.counts(EncryptionFamilies.KEY_MISSES);
    private final Series<LongAdder> reloads = Series.counts(EncryptionFamilies.RELOADS);
    private final Map<String, Reloaded> reloaded = new ConcurrentHashMap<>();
    private final KeyPlaces keys = new KeyPlaces();
    private final String server;
    private volatile double kept;

    /// @param label the hash of the server's name
    private record Reloaded(String label, Instant at) {}

    /// @param server by which name this server is told from others of its cluster
    public EncryptionFigures(String server) {
        this.server = server;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void done(String key, String provider, boolean opened, boolean failed, long nanos) {
        String type = opened ? "from_storage" : "to_storage";
        String resource = keys.resource(keys.place(key)).toString();
        operations.of(resource, failed ? "Unknown" : "OK", type, provider).increment();
        if (!failed) {
            durations.of(type, provider).see(nanos / NANOS);
        }
    }

    @Override
    public void madeKey(boolean failed, long nanos) {
        keyDurations.of().see(nanos / NANOS);
        if (failed) {
            keyFailures.of().increment();
        }
    }

    @Override
    public void askedForKey() {
        keyMisses.of().increment();
    }

    @Override
    public void keeps(double part) {
        kept = part;
    }

    /// A changed configuration was taken over, or wasn't.
    public void reloaded(boolean done, Instant now) {
        String label = "sha256:" + hash(server);
        String status = done ? "success" : "failure";
        reloads.of(label, status).increment();
        reloaded.put(status, new Reloaded(label, now));
    }

    @Override
    public void tell(Sink sink) {
        List.of(operations, durations, keyDurations, keyFailures, keyMisses, reloads).forEach(series -> series.tell(sink));
        sink.value(EncryptionFamilies.KEY_ROOM, kept * PERCENT);
        reloaded.forEach((status, when) -> sink.value(EncryptionFamilies.RELOADED, when.at().toEpochMilli() / 1e3, when.label(), status));
    }
}
