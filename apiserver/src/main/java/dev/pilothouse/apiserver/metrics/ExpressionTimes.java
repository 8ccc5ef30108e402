package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import java.util.function.Supplier;

/// How long expressions take. Safe for use by many threads.
public final class ExpressionTimes implements Source {
    private static final double NANOS = 1e9;

    private final Series<Distribution> compilations = Series.distributions(RuleFamilies.COMPILATIONS);
    private final Series<Distribution> evaluations = Series.distributions(RuleFamilies.EVALUATIONS);
    private final Distribution compiled = compilations.of();
    private final Distribution evaluated = evaluations.of();

    /// Nothing was compiled yet.
    public ExpressionTimes() {}

    public <T> T compiling(Supplier<T> work) {
        return timed(compiled, work);
    }

    public <T> T evaluating(Supplier<T> work) {
        return timed(evaluated, work);
    }

    private static <T> T timed(Distribution times, Supplier<T> work) {
        long began = System.nanoTime();
        try {
            return work.get();
        } finally {
            times.see((System.nanoTime() - began) / NANOS);
        }
    }

    @Override
    public void tell(Sink sink) {
        compilations.tell(sink);
        evaluations.tell(sink);
    }
}
