package dev.pilothouse.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The time when the process started plus what has passed since: somebody who sets the machine's clock doesn't end or prolong
/// what is measured by it.
///
/// @param nanos a counter that only grows, such as [System#nanoTime]
public record SteadyClock(Instant start, long startNanos, LongSupplier nanos) implements InstantSource {

    public static SteadyClock started() {
        return at(InstantSource.system(), System::nanoTime);
    }

    public static SteadyClock at(InstantSource wall, LongSupplier nanos) {
        return new SteadyClock(wall.instant(), nanos.getAsLong(), nanos);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }
}
