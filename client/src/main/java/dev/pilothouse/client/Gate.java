package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Lets loops act only for as long as they may: once it is closed, nothing that comes through it reaches the server, whatever
/// the loops behind it are in the middle of.
///
/// G0 A call enters only while the caller's right to act holds at that very moment, even before anybody closed the gate.
/// G1 Who works on a call in the caller's thread can ask again with [#mayActNow].
/// G2 After [#close] has returned, no call that came through is on its way, unless one took longer than [#LAST_CALLS].
public final class Gate implements AutoCloseable {
    /// How long calls on their way are waited for: less than what lies between losing a lease and its end.
    private static final Duration LAST_CALLS = Duration.ofSeconds(2);

    public static final String LED_BY_ANOTHER = "another process leads now";

    /// Whether the caller in this thread may still act.
    private static final ScopedValue<BooleanSupplier> MAY_ACT = ScopedValue.newInstance();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final Set<Transport.Events> watches = ConcurrentHashMap.newKeySet();
    private final BooleanSupplier opens;
    private int underWay;
    private boolean closed;

    /// @param opens whether a call may enter now, as long as the gate isn't closed
    public Gate(BooleanSupplier opens) {
        this.opens = opens;
    }

    /// Whether what is being worked on in this thread came through no gate, or through one that stands open at this very moment.
    public static boolean mayActNow() {
        return MAY_ACT.orElse(() -> true).getAsBoolean();
    }

    /// The same way to the server, through this gate.
    public Transport through(Transport transport) {
        return new Transport() {
            @Override
            public Answer send(Call call) {
                enter();
                try {
                    return ScopedValue.where(MAY_ACT, opens).call(() -> transport.send(call));
                } finally {
                    leave();
                }
            }

            @Override
            public Events watch(Call call) {
                enter();
                try {
                    Events events = transport.watch(call);
                    watches.add(events);
                    return new Following(events);
                } finally {
                    leave();
                }
            }
        };
    }

    private final class Following implements Transport.Events {
        private final Transport.Events events;

        Following(Transport.Events events) {
            this.events = events;
        }

        @Override
        public Transport.Next next(Duration timeout) throws InterruptedException {
            return events.next(timeout);
        }

        @Override
        public void close() {
            watches.remove(events);
            events.close();
        }
    }

    private void enter() {
        lock.lock();
        try {
            if (closed || !opens.getAsBoolean()) {
                throw ApiError.serviceUnavailable(LED_BY_ANOTHER);
            }
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            underWay--;
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            long left = LAST_CALLS.toNanos();
            while (underWay > 0 && left > 0) {
                left = quiet.awaitNanos(left);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        watches.forEach(Transport.Events::close);
        watches.clear();
    }
}
