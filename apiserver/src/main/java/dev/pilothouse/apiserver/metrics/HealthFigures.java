package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.apiserver.http.HttpResponse;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What health checks came to, for service level indicators: `/metrics/slis`. Safe for use by many threads.
public final class HealthFigures {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final Gauge last = Gauge.builder()
            .name("kubernetes_healthcheck")
            .help("The last result of each health check: 1 if it passed.")
            .labelNames("name", "type")
            .register(registry);

    private final Counter all = Counter.builder()
            .name("kubernetes_healthchecks_total")
            .help("Results of all health checks.")
            .labelNames("name", "status", "type")
            .register(registry);

    /// @param type where it was asked: `healthz`, `livez` or `readyz`
    public void note(String name, String type, boolean passed) {
        last.labelValues(name, type).set(passed ? 1 : 0);
        all.labelValues(name, passed ? "success" : "error", type).inc();
    }

    public HttpResponse answer() {
        return Metrics.inText(registry);
    }
}
