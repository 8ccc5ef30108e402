package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.AddressFamilies;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What was given to Services. Safe for use by many threads.
final class AllocationFigures implements Source {
    private static final double NANOS = 1e9;

    private final Series<LongAdder> addresses = Series.counts(AddressFamilies.IPS);
    private final Series<Distribution> durations = Series.distributions(AddressFamilies.IP_DURATION);
    private final Series<LongAdder> ports = Series.counts(AddressFamilies.PORTS);
    private final Series<LongAdder> failures = Series.counts(AddressFamilies.REPAIR_ERRORS);

    private static String scope(boolean chosen) {
        return chosen ? "static" : "dynamic";
    }

    /// @param chosen whether it was asked for by name
    /// @param began in [System#nanoTime]
    void address(AddressRange range, boolean chosen, long began) {
        addresses.of(range.toString(), scope(chosen)).increment();
        durations.of(range.toString()).see((System.nanoTime() - began) / NANOS);
    }

    /// @param chosen whether it was asked for by number
    void port(boolean chosen) {
        ports.of(scope(chosen)).increment();
    }

    void repairFailed() {
        failures.of().increment();
    }

    @Override
    public void tell(Sink sink) {
        List.of(addresses, durations, ports, failures).forEach(series -> series.tell(sink));
    }
}
