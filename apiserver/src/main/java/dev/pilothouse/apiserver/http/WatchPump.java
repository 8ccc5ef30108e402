package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import dev.pilothouse.apiserver.http.Writing.ClientLeft;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Response;

/// Carries the events of one watch to one client until either ends. What is ready goes out in one write.
///
/// A write costs as much as ten events in it: the event after a quiet time goes out at once, those behind it wait for the
/// pace, the longer the more watches there are.
final class WatchPump {
    /// How long the thread sleeps when there is nothing to tell.
    private static final Duration WAIT = Duration.ofSeconds(30);

    /// Events that are ready are joined up to about this size.
    private static final int WRITE_BYTES = 64 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final HttpResponse.Watching watching;
    private final Response response;
    private final Duration patience;
    private final Supplier<Duration> pace;
    private final List<Json.Bytes> ready = new ArrayList<>();
    private int readyBytes;
    private long writtenNanos;

    /// @param patience a write that the client doesn't take for this long ends its watch
    /// @param pace the least time between two writes
    WatchPump(HttpResponse.Watching watching, Response response, Duration patience, Supplier<Duration> pace) {
        this.watching = watching;
        this.response = response;
        this.patience = patience;
        this.pace = pace;
        this.writtenNanos = System.nanoTime() - Duration.ofDays(1).toNanos();
    }

    /// Returns when the watch has ended; the answer is complete then.
    void run() throws ClientLeft {
        write(false, NOTHING); // the client waits for the headers before it trusts the watch
        try {
            while (step()) {
                // the condition does the work
            }
            write(true, NOTHING);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClientLeft(stopped);
        }
    }

    private boolean step() throws InterruptedException, ClientLeft {
        switch (watching.frames().next(WAIT)) {
            case Next.Nothing _ -> {
                return true;
            }
            case Next.End _ -> {
                return false;
            }
            case Next.Event(Frame frame) -> collect(frame);
        }
        keepPace();
        boolean goesOn = collectWhatIsReady();
        writeReady();
        return goesOn;
    }

    private void keepPace() throws InterruptedException {
        Duration left = pace.get().minusNanos(System.nanoTime() - writtenNanos);
        if (left.isPositive()) {
            Thread.sleep(left);
        }
    }

    private void writeReady() throws ClientLeft {
        ByteBuffer content = joined();
        ready.clear();
        readyBytes = 0;
        write(false, content);
        writtenNanos = System.nanoTime();
    }

    /// One part alone goes out as it is: watches share it.
    private ByteBuffer joined() {
        if (ready.size() == 1) {
            Json.Bytes only = ready.getFirst();
            return ByteBuffer.wrap(only.array(), only.offset(), only.length());
        }
        ByteBuffer all = ByteBuffer.allocate(readyBytes);
        ready.forEach(part -> all.put(part.array(), part.offset(), part.length()));
        return all.flip();
    }

    private boolean collectWhatIsReady() throws InterruptedException {
        while (readyBytes < WRITE_BYTES) {
            switch (watching.frames().next(Duration.ZERO)) {
                case Next.Nothing _ -> {
                    return true;
                }
                case Next.End _ -> {
                    return false;
                }
                case Next.Event(Frame frame) -> collect(frame);
            }
        }
        return true;
    }

    private void collect(Frame frame) {
        for (Json.Bytes part : watching.encoder().encode(frame)) {
            ready.add(part);
            readyBytes += part.length();
        }
    }

    private void write(boolean last, ByteBuffer content) throws ClientLeft {
        Writing.all(response, last, content, patience);
    }
}
