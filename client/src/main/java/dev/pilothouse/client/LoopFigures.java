package dev.pilothouse.client;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the loops of a process count: their queues, and their requests over the network. Loops that begin anew go on counting where
/// those of the same name stopped. Safe for use by many threads.
public final class LoopFigures implements Source {
    private static final double NANOS = 1e9;

    /// What stands for the status of an answer that never came, as upstream has it.
    private static final String FAILED = "<error>";

    private final Series<LongAdder> adds = Series.counts(LoopFamilies.ADDS);
    private final Series<LongAdder> retries = Series.counts(LoopFamilies.RETRIES);
    private final Series<Distribution> waits = Series.distributions(LoopFamilies.QUEUE_DURATION);
    private final Series<Distribution> works = Series.distributions(LoopFamilies.WORK_DURATION);
    private final Series<LongAdder> requests = Series.counts(LoopFamilies.REQUESTS);
    private final Series<Distribution> durations = Series.distributions(LoopFamilies.REQUEST_DURATION);
    private final Series<Distribution> turns = Series.distributions(LoopFamilies.PACED);
    private final Series<Distribution> sent = Series.distributions(LoopFamilies.REQUEST_SIZE);
    private final Series<Distribution> received = Series.distributions(LoopFamilies.RESPONSE_SIZE);
    /// The queue of each name that was made last: as many as there are loops.
    private final Map<String, WorkQueue<?>> queues = new ConcurrentHashMap<>();

    /// Nothing happened yet.
    public LoopFigures() {}

    /// What one queue counts in.
    record OfQueue(LongAdder adds, LongAdder retries, Distribution waits, Distribution works) {
        /// What nobody is told of.
        static OfQueue untold() {
            return new OfQueue(
                    new LongAdder(),
                    new LongAdder(),
                    new Distribution(LoopFamilies.QUEUE_DURATION),
                    new Distribution(LoopFamilies.WORK_DURATION));
        }

        /// @param since in [System#nanoTime]
        void waited(long since, long now) {
            waits.see((now - since) / NANOS);
        }

        void worked(long since, long now) {
            works.see((now - since) / NANOS);
        }
    }

    OfQueue queue(String name) {
        return new OfQueue(adds.of(name), retries.of(name), waits.of(name), works.of(name));
    }

    /// Has the queue told of under this name.
    void follow(String name, WorkQueue<?> queue) {
        queues.put(name, queue);
    }

    /// An answer came.
    ///
    /// @param began in [System#nanoTime]
    void answered(String host, String method, int status, long began) {
        requests.of(Integer.toString(status), host, method).increment();
        durations.of(host, method).see((System.nanoTime() - began) / NANOS);
    }

    /// None came.
    void failed(String host, String method, long began) {
        requests.of(FAILED, host, method).increment();
        durations.of(host, method).see((System.nanoTime() - began) / NANOS);
    }

    /// A request had its turn after so long.
    void paced(String host, String method, Duration waited) {
        turns.of(host, method).see(waited.toNanos() / NANOS);
    }

    void sent(String host, String method, int bytes) {
        sent.of(host, method).see(bytes);
    }

    void received(String host, String method, int bytes) {
        received.of(host, method).see(bytes);
    }

    @Override
    public void tell(Sink sink) {
        List.of(adds, retries, waits, works, requests, durations, turns, sent, received).forEach(series -> series.tell(sink));
        queues.forEach((name, queue) -> {
            WorkQueue.Now now = queue.now();
            sink.value(LoopFamilies.DEPTH, now.depth(), name);
            sink.value(LoopFamilies.UNFINISHED, now.unfinishedNanos() / NANOS, name);
            sink.value(LoopFamilies.LONGEST, now.longestNanos() / NANOS, name);
        });
    }
}
