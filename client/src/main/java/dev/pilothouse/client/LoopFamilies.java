package dev.pilothouse.client;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.gauge;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;
import java.util.stream.DoubleStream;

/// The families of what every loop shares: queues of keys, and requests to the API server over the network.
public final class LoopFamilies {
    /// From ten nanoseconds up, by tens, with the rounding that upstream's have.
    private static final double[] TENS = DoubleStream.iterate(1e-8, bound -> bound * 10).limit(10).toArray();

    private static final double[] SECONDS = {0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60};
    private static final double[] BYTES = {
        64, 256, 512, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216
    };
    private static final String NAME = "name";

    static final Family ADDS = counter("workqueue_adds_total", "Keys that were added to the queue.", NAME);
    static final Family DEPTH = gauge("workqueue_depth", "Keys that can be handed out now.", NAME);
    static final Family QUEUE_DURATION = histogram(
            "workqueue_queue_duration_seconds", "How long keys waited to be handed out, in seconds.", TENS, NAME);
    static final Family WORK_DURATION = histogram(
            "workqueue_work_duration_seconds", "How long keys were looked at, in seconds.", TENS, NAME);
    static final Family RETRIES = counter("workqueue_retries_total", "Keys that are to be looked at again since that failed.", NAME);
    static final Family UNFINISHED = gauge(
            "workqueue_unfinished_work_seconds", "For how long the keys are looked at that are now, all together, in seconds.", NAME);
    static final Family LONGEST = gauge(
            "workqueue_longest_running_processor_seconds", "For how long the key is looked at that has been longest, in seconds.", NAME);

    static final Family REQUESTS = counter(
            "rest_client_requests_total", "Requests to the API server, by the status of the answer.", "code", "host", "method");
    static final Family REQUEST_DURATION = histogram(
            "rest_client_request_duration_seconds", "How long answers of the API server took, in seconds.", SECONDS, "host", "verb");
    static final Family PACED = histogram(
            "rest_client_rate_limiter_duration_seconds",
            "How long requests waited for their turn, where they keep a pace, in seconds.",
            SECONDS,
            "host", "verb");
    static final Family REQUEST_SIZE = histogram(
            "rest_client_request_size_bytes", "Sizes of what was sent to the API server, in bytes.", BYTES, "host", "verb");
    static final Family RESPONSE_SIZE = histogram(
            "rest_client_response_size_bytes", "Sizes of the API server's answers, in bytes.", BYTES, "host", "verb");

    private LoopFamilies() {}

    public static List<Family> all() {
        return List.of(
                ADDS, DEPTH, QUEUE_DURATION, WORK_DURATION, RETRIES, UNFINISHED, LONGEST, REQUESTS, REQUEST_DURATION, PACED, REQUEST_SIZE,
                RESPONSE_SIZE);
    }
}
