package dev.pilothouse.api.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// What is counted of one family, by the values of its labels. Who counts often keeps what [#of] answers. Safe for use by many
/// threads.
public final class Series<T> implements Source {
    /// Combinations of labels that are told of. Of those that come later nothing is, so that callers can't fill the memory.
    private static final int MOST = 10_000;

    private final Family family;
    private final Supplier<T> fresh;
    private final Telling<T> telling;
    private final Map<List<String>, T> all = new ConcurrentHashMap<>();

    private interface Telling<T> {
        void tell(Sink sink, Family family, T counted, String... labels);
    }

    private Series(Family family, Supplier<T> fresh, Telling<T> telling) {
        this.family = family;
        this.fresh = fresh;
        this.telling = telling;
        if (family.labels().isEmpty()) {
            of();
        }
    }

    /// Counters, and gauges that go up and down.
    public static Series<LongAdder> counts(Family family) {
        return new Series<>(
                family, LongAdder::new, (sink, told, counted, labels) -> sink.value(told, counted.sum(), labels));
    }

    /// Those that nothing was seen of aren't told, but for those without labels.
    public static Series<Distribution> distributions(Family family) {
        return new Series<>(
                family,
                () -> new Distribution(family),
                (sink, told, counted, labels) -> {
                    if (labels.length == 0 || !counted.isEmpty()) {
                        sink.distribution(told, counted, labels);
                    }
                });
    }

    /// Those that nothing was seen of aren't told.
    public static Series<Quantiles> quantiles(Family family) {
        return new Series<>(family, Quantiles::new, (sink, told, counted, labels) -> {
            if (counted.count() > 0) {
                sink.quantiles(told, counted, labels);
            }
        });
    }

    /// @param labels values, in the order of the family's labels
    public T of(String... labels) {
        if (labels.length != family.labels().size()) {
            throw new IllegalArgumentException(family.name() + " has the labels " + family.labels());
        }
        List<String> key = List.of(labels);
        T known = all.get(key);
        if (known != null) {
            return known;
        }
        return all.size() < MOST ? all.computeIfAbsent(key, _ -> fresh.get()) : fresh.get();
    }

    @Override
    public void tell(Sink sink) {
        tellAs(family, sink);
    }

    /// Tells the same numbers of another family, which has the same labels.
    public void tellAs(Family other, Sink sink) {
        all.forEach((labels, counted) -> telling.tell(sink, other, counted, labels.toArray(String[]::new)));
    }
}
