package dev.pilothouse.apiserver.storage;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.StoreFamilies;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the store is asked to do, by resource, and how long that takes. Safe for use by many threads.
public final class StoreFigures implements Source {
    private static final double NANOS = 1e9;

    /// Places that are remembered with what they count in: more than there are resources.
    private static final int PLACES = 10_000;

    private final Series<LongAdder> requests = Series.counts(StoreFamilies.REQUESTS);
    private final Series<LongAdder> errors = Series.counts(StoreFamilies.ERRORS);
    private final Series<Distribution> durations = Series.distributions(StoreFamilies.DURATION);
    private final KeyPlaces keys = new KeyPlaces();
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /// What a request does.
    enum Does {
        GET,
        LIST,
        CREATE,
        UPDATE,
        DELETE;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    /// Nothing has been asked yet.
    public StoreFigures() {}

    /// What is counted of one resource. What hasn't happened is missing; to look it up twice does no harm.
    final class Place {
        private final GroupResource resource;
        private final LongAdder[] asked = new LongAdder[Does.values().length];
        private final Distribution[] took = new Distribution[Does.values().length];

        private Place(GroupResource resource) {
            this.resource = resource;
        }

        /// @param began in [System#nanoTime]
        void see(Does does, boolean failed, long began) {
            int i = does.ordinal();
            LongAdder count = asked[i];
            Distribution times = took[i];
            if (count == null || times == null) {
                count = requests.of(resource.group(), does.label, resource.resource());
                times = durations.of(resource.group(), does.label, resource.resource());
                asked[i] = count;
                took[i] = times;
            }
            count.increment();
            times.see((System.nanoTime() - began) / NANOS);
            if (failed) {
                errors.of(resource.group(), does.label, resource.resource()).increment();
            }
        }
    }

    /// Where a key belongs: below its resource's place, or what servers keep for themselves.
    Place of(String key) {
        String name = keys.place(key);
        Place known = places.get(name);
        if (known != null) {
            return known;
        }
        Place fresh = new Place(keys.resource(name));
        if (places.size() < PLACES) {
            places.put(name, fresh);
        }
        return fresh;
    }

    @Override
    public void tell(Sink sink) {
        List.of(requests, errors, durations).forEach(series -> series.tell(sink));
    }
}
