package dev.pilothouse.apiserver.flow;

import dev.pilothouse.apiserver.authentication.Identified;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.metrics.FlowFamilies;
import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.apiserver.request.RequestInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Classifies requests, and is a first guard against too much at a time: so many requests that read and so many that write
/// have a seat, others wait for one in the order of their coming. What a request is classified as doesn't change its turn
/// yet.
///
/// F1 What goes on for as long as its client likes (watches, logs, streams) takes no seat; of watches, the opening is counted.
/// F2 Members of `system:masters` never wait, so that an overrun server can be mended.
/// F3 Waiting is bounded, in time and in number; who waits in vain is told to come again later.
public final class Flow {
    private static final double NANOS = 1e9;

    private final Classifier classifier;
    private final Limits limits;
    private final Kind reading;
    private final Kind writing;

    /// @param reading requests that read at a time (upstream's `--max-requests-inflight`)
    /// @param writing requests that write at a time (upstream's `--max-mutating-requests-inflight`)
    /// @param waiting requests that wait for a seat of either sort
    /// @param patience how long each waits
    public record Limits(int reading, int writing, int waiting, Duration patience) {
        /// What a limit of 0 stands for.
        private static final int ANY = Integer.MAX_VALUE;

        private static final int WAITING = 6_400;

        /// A request waits a quarter of the time that it may take in all, as upstream's priority and fairness has it.
        public static Limits of(ServingOptions options) {
            return new Limits(
                    seats(options.maxRequestsInflight()),
                    seats(options.maxMutatingRequestsInflight()),
                    WAITING,
                    Duration.ofNanos(options.requestTimeout().toNanos() / 4)); // Duration's own division calculates in decimals
        }

        private static int seats(int limit) {
            return limit == 0 ? ANY : limit;
        }
    }

    public Flow(Classifier classifier, Limits limits) {
        this.classifier = classifier;
        this.limits = limits;
        this.reading = new Kind(limits.reading());
        this.writing = new Kind(limits.writing());
    }

    /// The right to be worked on, given back by closing.
    @FunctionalInterface
    public interface Seat extends AutoCloseable {
        Seat NONE = () -> {};

        @Override
        void close();
    }

    /// Requests that read, or those that write.
    private static final class Kind {
        private final Semaphore seats;
        private final HighWater executing = new HighWater();
        private final HighWater waiting = new HighWater();

        Kind(int limit) {
            this.seats = new Semaphore(limit, true);
        }

        void tell(Sink sink, String name, long nanos) {
            sink.value(FlowFamilies.IN_FLIGHT, executing.lastSecond(nanos), name);
            sink.value(FlowFamilies.IN_QUEUE, waiting.lastSecond(nanos), name);
        }
    }

    /// @param seated whether it has one of the seats of which there are so many
    /// @param began in [System#nanoTime]
    private record Taken(Kind kind, boolean seated, FlowCounts counts, Distribution times, long began) implements Seat {
        static Taken of(Kind kind, boolean seated, FlowCounts counts, boolean opening) {
            long began = System.nanoTime();
            counts.dispatched().increment();
            counts.executing().increment();
            kind.executing.enter(began);
            return new Taken(kind, seated, counts, opening ? counts.openings() : counts.executions(), began);
        }

        @Override
        public void close() {
            if (seated) {
                kind.seats.release();
            }
            long ended = System.nanoTime();
            kind.executing.leave(ended);
            counts.executing().decrement();
            times.see((ended - began) / NANOS);
        }
    }

    /// What is counted of requests, and what their priority levels are configured to have.
    public void tell(Sink sink) {
        long nanos = System.nanoTime();
        reading.tell(sink, "readOnly", nanos);
        writing.tell(sink, "mutating", nanos);
        classifier.tell(sink, (long) limits.reading() + limits.writing());
    }

    /// Which flow the request comes in. What goes on for as long as its client likes comes in none, but for watches: they
    /// begin with work.
    public Classified classify(Identified identified) {
        RequestInfo info = identified.request().info();
        return info.isLongRunning() && !info.verb().equals("watch")
                ? Classified.NOWHERE
                : classifier.classify(identified.identity(), info);
    }

    /// Gives the request a seat, if there is one in time.
    public Optional<Seat> seat(Identified identified, Classified classified) {
        RequestInfo info = identified.request().info();
        boolean watch = info.verb().equals("watch");
        if (info.isLongRunning() && !watch) {
            return Optional.of(Seat.NONE);
        }
        Kind kind = info.isReadOnly() ? reading : writing;
        FlowCounts counts = classified.counts();
        if (watch || identified.identity().isIn(Identity.SYSTEM_MASTERS)) {
            return Optional.of(Taken.of(kind, false, counts, watch));
        }
        if (kind.seats.tryAcquire()) {
            counts.waits().see(0);
            return Optional.of(Taken.of(kind, true, counts, false));
        }
        return findsOneLater(kind, counts) ? Optional.of(Taken.of(kind, true, counts, false)) : Optional.empty();
    }

    /// Waits for a seat; whether there was one in time.
    private boolean findsOneLater(Kind kind, FlowCounts counts) {
        if (kind.seats.getQueueLength() >= limits.waiting()) {
            counts.full().increment();
            return false;
        }
        long began = System.nanoTime();
        counts.waiting().increment();
        kind.waiting.enter(began);
        counts.queue().see(kind.waiting.count());
        boolean found = false;
        try {
            found = kind.seats.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
            return found;
        } catch (InterruptedException leaving) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            long ended = System.nanoTime();
            kind.waiting.leave(ended);
            counts.waiting().decrement();
            (found ? counts.waits() : counts.waitsInVain()).see((ended - began) / NANOS);
            if (!found) {
                counts.late().increment();
            }
        }
    }
}
