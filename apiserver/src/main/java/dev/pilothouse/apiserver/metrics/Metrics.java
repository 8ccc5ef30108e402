package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.apiserver.http.HttpResponse;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;

/// The table of metrics: names, labels and buckets are upstream's (Kubernetes Metrics Reference, 1.36). Each API server has its
/// own, so that several in a process don't add up. Safe for use by many threads.
public final class Metrics {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

    private final PrometheusRegistry registry = new PrometheusRegistry();

    final Counter requests = Counter.builder()
            .name("apiserver_request_total")
            .help("Requests by verb, resource, scope and answer.")
            .labelNames(Request.LABELS_WITH_CODE)
            .register(registry);

    final Histogram durations = Histogram.builder()
            .name("apiserver_request_duration_seconds")
            .help("How long answers took, in seconds.")
            .labelNames(Request.LABELS_WITH_DRY_RUN)
            .classicOnly()
            .classicUpperBounds(
                    0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60)
            .register(registry);

    final Histogram sizes = Histogram.builder()
            .name("apiserver_response_sizes")
            .help("Sizes of answers, in bytes.")
            .labelNames(Request.LABELS)
            .classicOnly()
            .classicUpperBounds(1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9)
            .register(registry);

    final Gauge inFlight = Gauge.builder()
            .name("apiserver_current_inflight_requests")
            .help("Requests that are being answered, by kind.")
            .labelNames("request_kind")
            .register(registry);

    final Gauge longRunning = Gauge.builder()
            .name("apiserver_longrunning_requests")
            .help("Watches that are open.")
            .labelNames(Request.LABELS)
            .register(registry);

    final Counter watchEvents = Counter.builder()
            .name("apiserver_watch_events_total")
            .help("Events sent to watchers.")
            .labelNames("group", "version", "resource")
            .register(registry);

    final Histogram watchEventSizes = Histogram.builder()
            .name("apiserver_watch_events_sizes")
            .help("Sizes of events sent to watchers, in bytes.")
            .labelNames("group", "version", "resource")
            .classicOnly()
            .classicUpperBounds(1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072)
            .register(registry);

    /// @param objects asked at each scrape: how many objects of each resource the caches hold, by `resource.group`
    public Metrics(Supplier<Map<String, Integer>> objects) {
        inFlight.labelValues("readOnly");
        inFlight.labelValues("mutating");
        var _ = GaugeWithCallback.builder()
                .name("apiserver_storage_objects")
                .help("Objects that are stored, by resource.")
                .labelNames("resource")
                .callback(sample -> objects.get().forEach((resource, count) -> sample.call(count, resource)))
                .register(registry);
        ProcessFigures.register(registry);
    }

    /// Everything, in the text format that Prometheus reads.
    public HttpResponse answer() {
        return inText(registry);
    }

    static HttpResponse inText(PrometheusRegistry registry) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return HttpResponse.of(200, TEXT, new HttpResponse.Payload.Bytes(out.toByteArray()));
    }
}
