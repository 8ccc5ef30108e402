package dev.pilothouse.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/// So many requests a second on average, and so many at once (upstream's `--kube-api-qps` and `--kube-api-burst`). Who comes
/// too early waits for a turn, in the order of coming.
public final class Pace {
    private final double everyNanos;
    private final double burst;
    private final LongSupplier nanos;
    private double free;
    private long at;

    /// @param perSecond more than 0
    /// @param nanos a clock that only goes forward
    public Pace(double perSecond, int burst, LongSupplier nanos) {
        this.everyNanos = 1e9 / perSecond;
        this.burst = Math.max(1, burst);
        this.nanos = nanos;
        this.free = this.burst;
        this.at = nanos.getAsLong();
    }

    /// Takes a turn, and answers how long it is until then.
    public synchronized Duration take() {
        long now = nanos.getAsLong();
        free = Math.min(burst, free + (now - at) / everyNanos) - 1;
        at = now;
        return free >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-free * everyNanos));
    }

    /// The same way to the server at this pace. Watches take a turn when they begin.
    ///
    /// @param host of the server, and what its requests are counted in
    public Transport keptBy(Transport transport, String host, LoopFigures figures) {
        return new Transport() {
            @Override
            public Answer send(Call call) {
                await(call, host, figures);
                return transport.send(call);
            }

            @Override
            public Events watch(Call call) {
                await(call, host, figures);
                return transport.watch(call);
            }
        };
    }

    private void await(Transport.Call call, String host, LoopFigures figures) {
        Duration wait = take();
        figures.paced(host, call.method(), wait);
        try {
            Thread.sleep(wait);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
