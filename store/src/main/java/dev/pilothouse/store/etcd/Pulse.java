package dev.pilothouse.store.etcd;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// What a member says of itself when it is asked without need of the others: one question for all who want to know at a time, and
/// no more often than [#EACH].
final class Pulse {
    private static final Duration EACH = Duration.ofMillis(75);

    /// A member at work answers this question from its memory.
    private static final Duration ANSWERING = Duration.ofMillis(400);

    private final ManagedChannel channel;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Beat last = new Beat(0, false, 0, 0, System.nanoTime() - EACH.toNanos());

    /// @param number counts the questions; 0 was none
    /// @param heard whether an answer came
    /// @param leader whom the member follows, itself perhaps; 0 when nobody
    /// @param term of that leader
    /// @param at nanoseconds
    record Beat(long number, boolean heard, long leader, long term, long at) {}

    Pulse(ManagedChannel channel) {
        this.channel = channel;
    }

    /// The number of the newest one.
    long newest() {
        return last.number;
    }

    /// The newest one. Asks if that is old and nobody else is asking.
    Beat beat() {
        if (System.nanoTime() - last.at < EACH.toNanos() || !asking.tryLock()) {
            return last;
        }
        try {
            last = asked(last.number + 1);
            return last;
        } finally {
            asking.unlock();
        }
    }

    private Beat asked(long number) {
        try {
            byte[] answer = ClientCalls.blockingUnaryCall(
                    channel,
                    Calls.STATUS,
                    CallOptions.DEFAULT.withDeadlineAfter(ANSWERING.toNanos(), TimeUnit.NANOSECONDS),
                    new byte[0]);
            Messages.State state = Messages.stateOf(answer);
            return new Beat(number, true, state.leader(), state.term(), System.nanoTime());
        } catch (StatusRuntimeException silent) {
            return new Beat(number, false, 0, 0, System.nanoTime());
        }
    }
}
