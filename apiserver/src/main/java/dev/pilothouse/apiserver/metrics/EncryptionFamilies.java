package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.gauge;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;
import java.util.stream.IntStream;

/// The families of encryption at rest.
public final class EncryptionFamilies {
    private static final double FIRST_SECONDS = 5e-6;

    public static final Family OPERATIONS = counter(
            "apiserver_storage_transformation_operations_total",
            "Values that were encrypted or decrypted, or weren't, by provider.",
            "resource", "status", "transformation_type", "transformer_prefix");
    public static final Family DURATION = histogram(
            "apiserver_storage_transformation_duration_seconds",
            "How long it took to encrypt or to decrypt a value, in seconds.",
            doubling(25),
            "transformation_type", "transformer_prefix");
    public static final Family KEY_DURATION = histogram(
            "apiserver_storage_data_key_generation_duration_seconds",
            "How long it took until there was a new key for values, in seconds.",
            doubling(14));
    public static final Family KEY_FAILURES = counter(
            "apiserver_storage_data_key_generation_failures_total", "New keys for values that came to nothing.");
    public static final Family KEY_MISSES = counter(
            "apiserver_storage_envelope_transformation_cache_misses_total",
            "How often a KMS plugin was asked for the key of a value, since it wasn't at hand.");
    public static final Family KEY_ROOM = gauge(
            "apiserver_envelope_encryption_dek_cache_fill_percent",
            "How much of the room for decrypted keys is taken, by the plugin that gave one last.");
    public static final Family RELOADS = counter(
            "apiserver_encryption_config_controller_automatic_reloads_total",
            "How often a changed encryption configuration was taken over, or wasn't.",
            "apiserver_id_hash", "status");
    public static final Family RELOADED = gauge(
            "apiserver_encryption_config_controller_automatic_reload_last_timestamp_seconds",
            "When that happened last, in seconds since 1970.",
            "apiserver_id_hash", "status");

    private EncryptionFamilies() {}

    private static double[] doubling(int count) {
        return IntStream.range(0, count).mapToDouble(step -> FIRST_SECONDS * (1 << step)).toArray();
    }

    public static List<Family> all() {
        return List.of(OPERATIONS, DURATION, KEY_DURATION, KEY_FAILURES, KEY_MISSES, KEY_ROOM, RELOADS, RELOADED);
    }
}
