package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Carries the events of one watch to one client until either ends. What is ready goes out in one write.
final class WatchPump {
    /// How long the thread sleeps when there is nothing to tell.
    private static final Duration WAIT = Duration.ofSeconds(30);

    /// A write that a client doesn't take for this long ends its watch.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Events that are ready are joined up to about this size.
    private static final int WRITE_BYTES = 64 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /// The client doesn't take what it asked for.
    static final class ClientLeft extends Exception {
        private static final long serialVersionUID = 1;

        ClientLeft(Throwable cause) {
            super(cause);
        }
    }

    private final HttpResponse.Watching watching;
    private final Response response;
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream();

    WatchPump(HttpResponse.Watching watching, Response response) {
        this.watching = watching;
        this.response = response;
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
        Callback.Completable written = new Callback.Completable();
        response.write(last, content, written);
        await(written);
    }

    /// Waits until the client has taken what was sent.
    static void await(Callback.Completable sent) throws ClientLeft {
        try {
            sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new ClientLeft(failed.getCause());
        } catch (TimeoutException unread) {
            throw new ClientLeft(unread);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClientLeft(stopped);
        }
    }
}
