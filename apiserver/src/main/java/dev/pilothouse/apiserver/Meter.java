package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.http.ForwardingFrames;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.Resolved;
import dev.pilothouse.apiserver.read.StoreFailures;
import dev.pilothouse.store.StoreException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Counts and times requests for resources: a watch when it ends, all others when they are answered.
final class Meter {
    private static final double NANOS = 1e9;
    private static final Set<String> VALIDATIONS = Set.of("", "Ignore", "Warn", "Strict");

    private final RequestFigures figures = new RequestFigures();

    /// What was counted.
    Source source() {
        return figures;
    }

    /// Lets the request be answered and notes how that went, whether by an answer or by a refusal.
    ///
    /// @param byServer whether the server itself asks
    HttpResponse watched(Resolved resolved, boolean byServer, Supplier<HttpResponse> answering) {
        RequestFigures.Sort sort = figures.of(Request.of(resolved));
        long began = System.nanoTime();
        if (byServer) {
            sort.byServer();
        }
        try {
            HttpResponse answer = answering.get();
            return switch (answer) {
                case HttpResponse.Whole whole -> {
                    note(sort, resolved, whole.status(), began);
                    sort.sized(whole.payload().size());
                    yield whole;
                }
                case HttpResponse.Watching watching -> followed(sort, watching, began);
            };
        } catch (ApiError refused) {
            note(sort, resolved, refused.code(), began);
            throw refused;
        } catch (StoreException failed) {
            note(sort, resolved, StoreFailures.toClient(failed).code(), began);
            throw failed;
        } catch (RuntimeException defect) {
            note(sort, resolved, 500, began);
            throw defect;
        }
    }

    /// Somebody asked for what is deprecated. Which release is to be without it isn't settled for anything that is served.
    void deprecated(RequestInfo info) {
        LongAdder gauge = figures.deprecated.of(
                info.groupVersion().group(), "", info.resource(), info.subresource(), info.groupVersion().version());
        synchronized (gauge) {
            if (gauge.sum() == 0) {
                gauge.increment();
            }
        }
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / NANOS;
    }

    private static void note(RequestFigures.Sort sort, Resolved request, int code, long began) {
        double seconds = secondsSince(began);
        sort.answered(code, seconds);
        String validation = request.query().text("fieldValidation");
        if (request.raw().body() instanceof HttpRequest.Body.Stream body && body.read() > 0) {
            sort.sent(body.read());
        }
        sort.validated(VALIDATIONS.contains(validation) ? validation : "invalid", seconds);
    }

    private static boolean endsInitialEvents(HttpResponse.Frame frame) {
        return frame.type().equals("BOOKMARK")
                && frame.object().object("metadata").object("annotations").has("k8s.io/initial-events-end");
    }

    private static HttpResponse followed(RequestFigures.Sort sort, HttpResponse.Watching watching, long began) {
        LongAdder events = sort.events();
        Distribution sizes = sort.eventSizes();
        LongAdder open = sort.open();
        open.increment();
        return new HttpResponse.Watching(
                watching.headers(),
                watching.contentType(),
                frame -> {
                    var parts = watching.encoder().encode(frame);
                    events.increment();
                    if (endsInitialEvents(frame)) {
                        sort.listed(secondsSince(began));
                    }
                    int bytes = 0;
                    for (Json.Bytes part : parts) {
                        bytes += part.length();
                    }
                    sizes.see(bytes);
                    return parts;
                },
                new Open(
                        watching.frames(),
                        () -> {
                            open.decrement();
                            sort.answered(watching.status(), secondsSince(began));
                        },
                        new AtomicBoolean()));
    }

    /// Frames whose end is told, once, however often they are closed.
    private record Open(HttpResponse.Frames frames, Runnable ended, AtomicBoolean closed) implements ForwardingFrames {
        @Override
        public void close() {
            frames.close();
            if (closed.compareAndSet(false, true)) {
                ended.run();
            }
        }
    }
}
