package dev.pilothouse.client;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Transport.Next;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The frames of a watch, one JSON object a line, as events. A thread of its own reads ahead a little, so that waiting
/// can have an end while a read has none.
final class HttpEvents implements Transport.Events {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEvents.class);

    /// Events that are read and not yet taken. When they are that many the reader waits, and with it, window by window,
    /// the server.
    private static final int AHEAD_EVENTS = 64;

    private final InputStream stream;
    private final BlockingQueue<Next> read = new ArrayBlockingQueue<>(AHEAD_EVENTS);
    private volatile boolean closed;
    private boolean ended;

    private HttpEvents(InputStream stream) {
        this.stream = stream;
    }

    /// @param executor runs the reader until the stream ends
    static HttpEvents reading(InputStream stream, Executor executor) {
        HttpEvents events = new HttpEvents(stream);
        executor.execute(events::readAhead);
        return events;
    }

    private void readAhead() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                ObjectTree frame = Json.parse(line).asObject();
                hand(new Next.Event(frame.text("type"), frame.object("object")));
            }
        } catch (IOException | MalformedJson broken) {
            // A frame that is cut off is a broken connection too: whoever follows goes on after the last whole event.
            if (!closed) {
                LOG.debug("A watch broke off: {}", broken.getMessage());
            }
        } finally {
            hand(new Next.End());
        }
    }

    /// Waits for room, but not for somebody who has left.
    private void hand(Next next) {
        try {
            boolean handed = false;
            while (!handed && !closed) {
                handed = read.offer(next, 1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException stop) {
            closed = true;
        }
    }

    @Override
    public Next next(Duration timeout) throws InterruptedException {
        if (ended || closed) {
            return new Next.End();
        }
        Next next = read.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            return closed ? new Next.End() : new Next.Nothing();
        }
        ended = next instanceof Next.End;
        return next;
    }

    @Override
    public void close() {
        closed = true;
        // Wakes up whoever waits in next(); what was read and not taken is of no use any more.
        read.clear();
        var _ = read.offer(new Next.End());
        try {
            stream.close();
        } catch (IOException alreadyBroken) {
            LOG.debug("A watch was broken when it was closed: {}", alreadyBroken.getMessage());
        }
    }
}
