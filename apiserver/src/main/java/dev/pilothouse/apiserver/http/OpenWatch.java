package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A watch that is being answered, until its events or its client end it.
///
/// O1 One write is under way at most, and what waits behind it is its source's to bound.
/// O2 It ends once.
/// O3 Told that there may be an event, it looks, or looks again: nothing stays behind.
final class OpenWatch {
    private static final Logger LOG = LoggerFactory.getLogger(OpenWatch.class);

    /// Events that are ready are joined up to about this size.
    private static final int WRITE_BYTES = 64 << 10;

    private static final Scheduler.Task NO_ALARM = () -> false;

    private final WatchPump pump;
    private final HttpResponse.Watching watching;
    private final Response response;
    private final Duration patience;
    private final Scheduler clock;
    private final Callback ended;

    private State state = State.IDLE;

    // Of the one who is at it while the state is busy.
    private final List<Json.Bytes> collected = new ArrayList<>();
    private int collectedBytes;
    private boolean headed;
    private boolean last;
    private Scheduler.Task alarm = NO_ALARM;
    private long alarmNanos;

    private enum State {
        IDLE,
        /// In the queue of the pump.
        WOKEN,
        /// Looking for events, or writing them.
        BUSY,
        BUSY_AND_WOKEN,
        OVER
    }

    /// @param patience a write that the client doesn't take for this long ends its watch
    /// @param ended told once, on any thread, when the answer is complete or can't be completed
    OpenWatch(
            WatchPump pump,
            HttpResponse.Watching watching,
            Response response,
            Duration patience,
            Scheduler clock,
            Callback ended) {
        this.pump = pump;
        this.watching = watching;
        this.response = response;
        this.patience = patience;
        this.clock = clock;
        this.ended = ended;
    }

    void begin() {
        watching.frames().listen(this::wake);
        wake();
    }

    private void wake() {
        synchronized (this) {
            switch (state) {
                case IDLE -> state = State.WOKEN;
                case BUSY -> {
                    state = State.BUSY_AND_WOKEN;
                    return;
                }
                case WOKEN, BUSY_AND_WOKEN, OVER -> {
                    return;
                }
            }
        }
        pump.wake(this);
    }

    private void rest() {
        synchronized (this) {
            switch (state) {
                case BUSY -> {
                    state = State.IDLE;
                    return;
                }
                case BUSY_AND_WOKEN -> state = State.WOKEN;
                case IDLE, WOKEN, OVER -> {
                    return;
                }
            }
        }
        pump.wake(this);
    }

    private synchronized boolean start() {
        if (state == State.OVER) {
            return false;
        }
        state = State.BUSY;
        return true;
    }

    /// Takes what is ready to be written.
    ///
    /// @return whether there is something to [#write]
    boolean collect() {
        if (!start()) {
            return false;
        }
        try {
            last = !collectWhatIsReady();
            setAlarm();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            end(Optional.of(stopped));
            return false;
        } catch (RuntimeException defect) {
            LOG.error("a watch ended in a defect of ours", defect);
            end(Optional.of(defect));
            return false;
        }
        // The client waits for the headers before it trusts the watch.
        if (collected.isEmpty() && !last && headed) {
            rest();
            return false;
        }
        return true;
    }

    private boolean collectWhatIsReady() throws InterruptedException {
        while (collectedBytes < WRITE_BYTES) {
            switch (watching.frames().next(Duration.ZERO)) {
                case Next.Nothing _ -> {
                    return true;
                }
                case Next.End _ -> {
                    return false;
                }
                case Next.Event(Frame frame) ->
                    watching.encoder().encode(frame).forEach(part -> {
                        collected.add(part);
                        collectedBytes += part.length();
                    });
            }
        }
        wake(); // for the rest, after this write
        return true;
    }

    private void setAlarm() {
        long due = watching.frames().dueNanos();
        if (alarm == NO_ALARM || due != alarmNanos) {
            alarm.cancel();
            alarmNanos = due;
            alarm = clock.schedule(this::wake, Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    int collectedBytes() {
        return collectedBytes;
    }

    /// Hands what was collected to the connection.
    ///
    /// @param taken told when the connection has it, or can't take it
    void write(Runnable taken) {
        ByteBuffer content = joined();
        collected.clear();
        collectedBytes = 0;
        headed = true;
        Written written = new Written(last, taken);
        response.write(last, content, written);
        written.await();
    }

    /// One part alone goes out as it is: watches share it.
    private ByteBuffer joined() {
        if (collected.size() == 1) {
            Json.Bytes only = collected.getFirst();
            return ByteBuffer.wrap(only.array(), only.offset(), only.length());
        }
        ByteBuffer all = ByteBuffer.allocate(collectedBytes);
        collected.forEach(part -> all.put(part.array(), part.offset(), part.length()));
        return all.flip();
    }

    /// The outcome of one write.
    private final class Written implements Callback {
        private final boolean last;
        private final Runnable taken;
        private boolean done;
        private Scheduler.Task alarm = NO_ALARM;

        Written(boolean last, Runnable taken) {
            this.last = last;
            this.taken = taken;
        }

        /// Most are done by now; the others must be in time.
        synchronized void await() {
            if (!done) {
                alarm = clock.schedule(
                        () -> end(Optional.of(new TimeoutException("the client doesn't read"))),
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
            }
        }

        private synchronized void done() {
            done = true;
            alarm.cancel();
        }

        @Override
        public void succeeded() {
            done();
            taken.run();
            if (last) {
                end(Optional.empty());
            } else {
                rest();
            }
        }

        @Override
        public void failed(Throwable cause) {
            done();
            taken.run();
            end(Optional.of(cause));
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    private void end(Optional<Throwable> failure) {
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            state = State.OVER;
        }
        pump.later(() -> {
            alarm.cancel();
            watching.frames().close();
            failure.ifPresentOrElse(ended::failed, ended::succeeded);
        });
    }
}
