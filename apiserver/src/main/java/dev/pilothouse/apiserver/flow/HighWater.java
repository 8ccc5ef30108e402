package dev.pilothouse.apiserver.flow;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// How many there are, and how many there were at most within the last whole second: what is counted at the instant of a look would
/// mostly be nothing. Safe for use by many threads.
///
/// Times are in nanoseconds of one clock that never goes back.
final class HighWater {
    private static final long NANOS = 1_000_000_000;

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicReference<Second> current = new AtomicReference<>(new Second(Long.MIN_VALUE, 0, 0));

    /// @param before the most within the second before
    private record Second(long number, int before, AtomicInteger most) {
        Second(long number, int before, int most) {
            this(number, before, new AtomicInteger(most));
        }
    }

    void enter(long nanos) {
        Second second = at(nanos);
        int count = now.incrementAndGet();
        if (count > second.most().get()) {
            second.most().accumulateAndGet(count, Math::max);
        }
    }

    void leave(long nanos) {
        at(nanos);
        now.decrementAndGet();
    }

    int count() {
        return now.get();
    }

    int lastSecond(long nanos) {
        return at(nanos).before();
    }

    /// The second that this is. In those since the last event there were as many all the time.
    private Second at(long nanos) {
        long number = Math.floorDiv(nanos, NANOS);
        Second known = current.get();
        if (number <= known.number()) {
            return known;
        }
        int count = now.get();
        Second fresh = new Second(number, number == known.number() + 1 ? known.most().get() : count, count);
        return current.compareAndSet(known, fresh) ? fresh : current.get();
    }
}
