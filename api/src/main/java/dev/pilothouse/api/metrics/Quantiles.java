package dev.pilothouse.api.metrics;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// Values by their rank among those of the last hours, and how many there ever were. Safe for use by many threads; seeing a value makes
/// no garbage but once an hour.
///
/// Q1 A quantile is off by 3 % of the value at most: values are kept in buckets that are a sixteenth of a power of two wide.
/// Q2 What was seen counts for four to five hours, as upstream's summaries have it.
public final class Quantiles {
    private static final long WINDOW_NANOS = 3_600_000_000_000L;
    private static final int WINDOWS = 5;

    /// Bits of the fraction that tell buckets apart.
    private static final int FRACTION_BITS = 4;

    private static final int SHIFT = 52 - FRACTION_BITS;

    /// About a nanosecond, in seconds: what is smaller counts as that.
    private static final double LEAST = 0x1p-30;

    private static final long FIRST = Double.doubleToRawLongBits(LEAST) >>> SHIFT;

    /// Up to about 17 minutes, in seconds: what is larger counts as that. 2.5 kB for each window.
    private static final int BUCKETS = 40 << FRACTION_BITS;

    private final AtomicReferenceArray<Window> windows = new AtomicReferenceArray<>(WINDOWS);
    private final LongAdder count = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();

    private record Window(long number, AtomicIntegerArray buckets) {}

    /// Nothing was seen yet.
    public Quantiles() {}

    /// @param nanos when, of a clock that never goes back
    public void see(double value, long nanos) {
        count.increment();
        sum.add(value);
        window(Math.floorDiv(nanos, WINDOW_NANOS)).buckets().incrementAndGet(bucket(value));
    }

    private Window window(long number) {
        int place = (int) Math.floorMod(number, (long) WINDOWS);
        Window known = windows.get(place);
        if (known != null && known.number() == number) {
            return known;
        }
        Window fresh = new Window(number, new AtomicIntegerArray(BUCKETS));
        return windows.compareAndSet(place, known, fresh) ? fresh : windows.get(place);
    }

    private static int bucket(double value) {
        long bits = Double.doubleToRawLongBits(Math.max(LEAST, value)) >>> SHIFT;
        return (int) Math.min(BUCKETS - 1L, bits - FIRST);
    }

    /// The value below which this part of all lies; no number if there was none.
    public double at(double part, long nanos) {
        long newest = Math.floorDiv(nanos, WINDOW_NANOS);
        long[] all = new long[BUCKETS];
        long total = 0;
        for (int i = 0; i < WINDOWS; i++) {
            Window window = windows.get(i);
            if (window == null || window.number() <= newest - WINDOWS) {
                continue;
            }
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                int seen = window.buckets().get(bucket);
                all[bucket] += seen;
                total += seen;
            }
        }
        long left = (long) Math.ceil(part * total);
        for (int bucket = 0; total > 0 && bucket < BUCKETS; bucket++) {
            left -= all[bucket];
            if (left <= 0) {
                return middle(bucket);
            }
        }
        return Double.NaN;
    }

    private static double middle(int bucket) {
        long bits = ((FIRST + bucket) << SHIFT) | (1L << (SHIFT - 1));
        return Double.longBitsToDouble(bits);
    }

    public long count() {
        return count.sum();
    }

    public double sum() {
        return sum.sum();
    }
}
