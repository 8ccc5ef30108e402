package dev.pilothouse.store.etcd;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.concurrent.atomic.AtomicLong;

/// Whether the one at the other end of a channel has said who it is since it was connected to. Another one may answer at the same
/// address after every break.
final class Acquaintance {
    private final ManagedChannel channel;
    private final AtomicLong breaks = new AtomicLong();
    private final AtomicLong met = new AtomicLong(-1);

    Acquaintance(ManagedChannel channel) {
        this.channel = channel;
        follow(channel.getState(false));
    }

    private void follow(ConnectivityState state) {
        channel.notifyWhenStateChanged(state, () -> {
            if (state == ConnectivityState.READY) {
                breaks.incrementAndGet();
            }
            ConnectivityState now = channel.getState(false);
            if (now != ConnectivityState.SHUTDOWN) {
                follow(now);
            }
        });
    }

    /// To be told of later, with an answer to what was asked behind this.
    long moment() {
        return breaks.get();
    }

    /// It said what it should.
    void meet(long moment) {
        met.accumulateAndGet(moment, Math::max);
    }

    /// It said what it shouldn't.
    void forget() {
        met.set(-1);
    }

    /// Whether it is the one that was met, as far as is known: a break is heard of a moment later.
    boolean isKnown() {
        return met.get() == breaks.get() && channel.getState(false) == ConnectivityState.READY;
    }
}
