package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What health checks came to, for service level indicators: `/metrics/slis`. Safe for use by many threads.
public final class HealthFigures implements Source {
    /// By check and where it was asked: as many as there are checks.
    private final Map<List<String>, Boolean> last = new ConcurrentHashMap<>();

    private final Series<LongAdder> all = Series.counts(Families.HEALTH_TOTAL);

    /// Nothing has been asked yet.
    public HealthFigures() {}

    /// @param type where it was asked: `healthz`, `livez` or `readyz`
    public void note(String name, String type, boolean passed) {
        last.put(List.of(name, type), passed);
        all.of(name, passed ? "success" : "error", type).increment();
    }

    @Override
    public void tell(Sink sink) {
        last.forEach((check, passed) -> sink.value(Families.HEALTH, passed ? 1 : 0, check.get(0), check.get(1)));
        all.tell(sink);
    }
}
