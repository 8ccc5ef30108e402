package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.http.ForwardingFrames;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Resolved;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Counts and times requests for resources.
public final class Meter {
    private static final double NANOS = 1e9;

    private final Metrics metrics;

    public Meter(Metrics metrics) {
        this.metrics = metrics;
    }

    /// Lets the request be answered and notes how that went, whether by an answer or by a refusal.
    public HttpResponse watched(Resolved resolved, Supplier<HttpResponse> answering) {
        Request request = Request.of(resolved);
        long began = System.nanoTime();
        GaugeDataPoint flying =
                metrics.inFlight.labelValues(resolved.info().isReadOnly() ? "readOnly" : "mutating");
        flying.inc();
        try {
            HttpResponse answer = answering.get();
            note(request, answer.status(), began);
            return switch (answer) {
                case HttpResponse.Whole whole -> sized(request, whole);
                case HttpResponse.Watching watching -> followed(request, watching);
            };
        } catch (ApiError refused) {
            note(request, refused.code(), began);
            throw refused;
        } catch (RuntimeException defect) {
            note(request, 500, began);
            throw defect;
        } finally {
            flying.dec();
        }
    }

    private void note(Request request, int code, long began) {
        metrics.requests.labelValues(request.valuesWithCode(code)).inc();
        metrics.durations.labelValues(request.valuesWithDryRun()).observe((System.nanoTime() - began) / NANOS);
    }

    private HttpResponse sized(Request request, HttpResponse.Whole answer) {
        metrics.sizes.labelValues(request.values()).observe(answer.payload().size());
        return answer;
    }

    private HttpResponse followed(Request request, HttpResponse.Watching watching) {
        String[] resource = {request.group(), request.version(), request.resource()};
        CounterDataPoint events = metrics.watchEvents.labelValues(resource);
        DistributionDataPoint sizes = metrics.watchEventSizes.labelValues(resource);
        GaugeDataPoint open = metrics.longRunning.labelValues(request.values());
        open.inc();
        return new HttpResponse.Watching(
                watching.headers(),
                watching.contentType(),
                frame -> {
                    var parts = watching.encoder().encode(frame);
                    events.inc();
                    int bytes = 0;
                    for (Json.Bytes part : parts) {
                        bytes += part.length();
                    }
                    sizes.observe(bytes);
                    return parts;
                },
                new Open(watching.frames(), open, new AtomicBoolean()));
    }

    /// Frames that count as open until they are closed, however often that happens.
    private record Open(HttpResponse.Frames frames, GaugeDataPoint open, AtomicBoolean closed)
            implements ForwardingFrames {
        @Override
        public void close() {
            frames.close();
            if (closed.compareAndSet(false, true)) {
                open.dec();
            }
        }
    }
}
