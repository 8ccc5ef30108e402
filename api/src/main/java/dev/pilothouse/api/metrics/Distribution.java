package dev.pilothouse.api.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// How many values were seen, by the bucket that they belong to, and their sum. Safe for use by many threads; seeing a value makes
/// no garbage.
public final class Distribution {
    private final double[] bounds;
    /// One more than there are bounds: the last has what is above all.
    private final LongAdder[] buckets;
    private final DoubleAdder sum = new DoubleAdder();

    public Distribution(Family family) {
        this(family.bounds());
    }

    private Distribution(List<Double> bounds) {
        this.bounds = bounds.stream().mapToDouble(Double::doubleValue).toArray();
        this.buckets = new LongAdder[this.bounds.length + 1];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /// All that several have seen, as one. They have the same bounds.
    public static Distribution of(List<Distribution> several) {
        Distribution all = new Distribution(
                Arrays.stream(several.getFirst().bounds).boxed().toList());
        for (Distribution one : several) {
            for (int i = 0; i < one.buckets.length; i++) {
                all.buckets[i].add(one.buckets[i].sum());
            }
            all.sum.add(one.sum.sum());
        }
        return all;
    }

    public void see(double value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sum.add(value);
    }

    boolean isEmpty() {
        for (LongAdder bucket : buckets) {
            if (bucket.sum() > 0) {
                return false;
            }
        }
        return true;
    }

    /// How many values belong to the bucket alone.
    public long in(int bucket) {
        return buckets[bucket].sum();
    }

    public double sum() {
        return sum.sum();
    }
}
