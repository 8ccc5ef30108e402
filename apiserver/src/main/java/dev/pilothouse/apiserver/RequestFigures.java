package dev.pilothouse.apiserver;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What is counted and timed of requests for resources. Safe for use by many threads.
final class RequestFigures implements Source {
    /// Sorts of requests that are remembered with what they count in. The others look it up each time.
    private static final int MOST = 10_000;

    final Series<LongAdder> requests = Series.counts(Families.REQUESTS);
    final Series<Distribution> durations = Series.distributions(Families.REQUEST_DURATION);
    final Series<Distribution> indicators = Series.distributions(Families.REQUEST_SLI);
    final Series<Distribution> sizes = Series.distributions(Families.RESPONSE_SIZE);
    final Series<Distribution> bodies = Series.distributions(Families.BODY_SIZE);
    final Series<Distribution> validations = Series.distributions(Families.FIELD_VALIDATION);
    final Series<LongAdder> longRunning = Series.counts(Families.LONG_RUNNING);
    final Series<LongAdder> ofServer = Series.counts(Families.SELF_REQUESTS);
    final Series<LongAdder> deprecated = Series.counts(Families.DEPRECATED);
    final Series<Distribution> watchLists = Series.distributions(Families.WATCH_LIST);
    final Series<LongAdder> watchEvents = Series.counts(Families.WATCH_EVENTS);
    final Series<Distribution> watchEventSizes = Series.distributions(Families.WATCH_EVENT_SIZE);

    private final Map<Request, Sort> sorts = new ConcurrentHashMap<>();

    Sort of(Request request) {
        Sort known = sorts.get(request);
        if (known != null) {
            return known;
        }
        Sort fresh = new Sort(request);
        if (sorts.size() < MOST) {
            sorts.put(request, fresh);
        }
        return fresh;
    }

    @Override
    public void tell(Sink sink) {
        List.of(
                        requests, durations, indicators, sizes, bodies, validations, longRunning, ofServer, deprecated, watchLists, watchEvents,
                        watchEventSizes)
                .forEach(series -> series.tell(sink));
    }

    /// What requests of one sort count in.
    final class Sort {
        private final Request request;
        private final Distribution duration;
        private final Distribution indicator;
        /// By status. The few that there are lie where they are found without a key.
        private volatile List<Answered> answered = List.of();

        private record Answered(int code, LongAdder count) {}

        private Sort(Request request) {
            this.request = request;
            this.duration = durations.of(request.valuesWithDryRun());
            this.indicator = indicators.of(request.values());
        }

        void answered(int code, double seconds) {
            count(code).increment();
            duration.see(seconds);
            indicator.see(seconds);
        }

        private LongAdder count(int code) {
            List<Answered> all = answered;
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).code() == code) {
                    return all.get(i).count();
                }
            }
            LongAdder count = requests.of(request.valuesWithCode(code));
            List<Answered> more = new java.util.ArrayList<>(all);
            more.add(new Answered(code, count));
            answered = List.copyOf(more);
            return count;
        }

        void sized(long bytes) {
            if (request.isRead()) {
                sizes.of(request.values()).see(bytes);
            }
        }

        /// @param bytes how many came over the network
        void sent(long bytes) {
            bodies.of(request.group(), request.resource(), request.bodyVerb()).see(bytes);
        }

        /// @param asked how the request asks for unknown fields to be treated
        void validated(String asked, double seconds) {
            if (request.isWrite()) {
                validations.of(asked).see(seconds);
            }
        }

        /// A watch has been sent what it began with.
        void listed(double seconds) {
            watchLists.of(request.group(), request.resource(), request.scope(), request.version()).see(seconds);
        }

        LongAdder open() {
            return longRunning.of(request.values());
        }

        void byServer() {
            ofServer.of(request.group(), request.resource(), request.subresource(), request.verb()).increment();
        }

        LongAdder events() {
            return watchEvents.of(request.group(), request.resource(), request.version());
        }

        Distribution eventSizes() {
            return watchEventSizes.of(request.group(), request.resource(), request.version());
        }
    }
}
