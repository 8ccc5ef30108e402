package dev.pilothouse.apiserver.flow;

import dev.pilothouse.apiserver.authentication.Identified;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.metrics.Families;
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
/// F1 What goes on for as long as its client likes (watches, logs, streams) takes no seat.
/// F2 Members of `system:masters` never wait, so that an overrun server can be mended.
/// F3 Waiting is bounded, in time and in number; who waits in vain is told to come again later.
public final class Flow {
    private final Classifier classifier;
    private final Limits limits;
    private final Semaphore reading;
    private final Semaphore writing;

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
        this.reading = new Semaphore(limits.reading(), true);
        this.writing = new Semaphore(limits.writing(), true);
    }

    /// The right to be worked on, given back by closing.
    @FunctionalInterface
    public interface Seat extends AutoCloseable {
        Seat NONE = () -> {};

        @Override
        void close();
    }

    /// How many requests wait now, by kind.
    public void tell(Sink sink) {
        sink.value(Families.IN_QUEUE, reading.getQueueLength(), "readOnly");
        sink.value(Families.IN_QUEUE, writing.getQueueLength(), "mutating");
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
    public Optional<Seat> seat(Identified identified) {
        if (identified.identity().isIn(Identity.SYSTEM_MASTERS)
                || identified.request().info().isLongRunning()) {
            return Optional.of(Seat.NONE);
        }
        Semaphore seats = identified.request().info().isReadOnly() ? reading : writing;
        return seats.tryAcquire() || findsOneLater(seats) ? Optional.of(seats::release) : Optional.empty();
    }

    /// Waits for a seat; whether there was one in time.
    private boolean findsOneLater(Semaphore seats) {
        if (seats.getQueueLength() >= limits.waiting()) {
            return false;
        }
        try {
            return seats.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException leaving) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
