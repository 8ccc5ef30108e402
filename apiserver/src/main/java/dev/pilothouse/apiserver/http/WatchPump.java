package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import dev.pilothouse.apiserver.http.Writing.ClientLeft;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.server.Response;

/// Carries the events of one watch to one client until either ends. What is ready goes out in one write.
final class WatchPump {
    /// How long the thread sleeps when there is nothing to tell.
    private static final Duration WAIT = Duration.ofSeconds(30);

    /// Events that are ready are joined up to about this size.
    private static final int WRITE_BYTES = 64 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final HttpResponse.Watching watching;
    private final Response response;
    private final Duration patience;
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream();

    /// @param patience a write that the client doesn't take for this long ends its watch
    WatchPump(HttpResponse.Watching watching, Response response, Duration patience) {
        this.watching = watching;
        this.response = response;
        this.patience = patience;
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
        boolean goesOn = collectWhatIsReady();
        write(false, ByteBuffer.wrap(ready.toByteArray()));
        ready.reset();
        return goesOn;
    }

    private boolean collectWhatIsReady() throws InterruptedException {
        while (ready.size() < WRITE_BYTES) {
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
            ready.write(part.array(), part.offset(), part.length());
        }
    }

    private void write(boolean last, ByteBuffer content) throws ClientLeft {
        Writing.all(response, last, content, patience);
    }
}
