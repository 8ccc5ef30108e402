package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Quantiles;
import dev.pilothouse.api.metrics.Sink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// What was told, by name and labels: a value, or of how many values a distribution is.
public record Told(Map<String, Double> values) implements Sink {
    public Told() {
        this(new HashMap<>());
    }

    @Override
    public void value(Family family, double value, String... labels) {
        values.put(family.name() + List.of(labels), value);
    }

    @Override
    public void quantiles(Family family, Quantiles quantiles, String... labels) {
        values.put(family.name() + List.of(labels), (double) quantiles.count());
    }

    @Override
    public void distribution(Family family, Distribution distribution, String... labels) {
        double count = LongStream.rangeClosed(0, family.bounds().size())
                .map(bucket -> distribution.in((int) bucket))
                .sum();
        values.put(family.name() + List.of(labels), count);
    }
}
