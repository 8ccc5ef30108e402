package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the events of one watch over one WebSocket: each event is a message, in text where the encoding is text. What the
/// client says is read and ignored, as upstream does.
final class SocketWatch implements FrameHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SocketWatch.class);

    /// How long the thread sleeps when there is nothing to tell.
    private static final Duration WAIT = Duration.ofSeconds(30);

    /// In front of each binary event on a stream stands its length, which a message has already.
    private static final int LENGTH_BYTES = 4;

    private final HttpResponse.Watching watching;
    private final Runnable ended;
    private final boolean text;
    private volatile CoreSession session;

    /// @param ended told once, when the socket is closed or was never opened
    SocketWatch(HttpResponse.Watching watching, Runnable ended) {
        this.watching = watching;
        this.ended = ended;
        this.text = watching.contentType().startsWith("application/json");
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        this.session = session;
        callback.succeeded();
        session.demand();
        Thread.ofVirtual().name("socket-watch").start(this::tell);
    }

    private void tell() {
        try {
            while (true) {
                switch (watching.frames().next(WAIT)) {
                    case Next.Nothing _ -> {
                        // a client that left is heard of through the socket
                    }
                    case Next.Event(Frame frame) -> send(frame);
                    case Next.End _ -> {
                        session.close(CloseStatus.NORMAL, "", Callback.NOOP);
                        return;
                    }
                }
            }
        } catch (Writing.ClientLeft left) {
            LOG.debug("a watching client left", left);
            session.abort();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            session.abort();
        }
    }

    private void send(Frame frame) throws Writing.ClientLeft {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (Json.Bytes part : watching.encoder().encode(frame)) {
            message.write(part.array(), part.offset(), part.length());
        }
        ByteBuffer content = ByteBuffer.wrap(message.toByteArray());
        if (!text) {
            content.position(LENGTH_BYTES);
        }
        Callback.Completable sent = new Callback.Completable();
        session.sendFrame(
                new org.eclipse.jetty.websocket.core.Frame(text ? OpCode.TEXT : OpCode.BINARY, content), sent, false);
        Writing.await(sent, Patience.USUAL.unread());
    }

    @Override
    public void onFrame(org.eclipse.jetty.websocket.core.Frame frame, Callback callback) {
        if (frame.getOpCode() == OpCode.PING) {
            ByteBuffer same = ByteBuffer.wrap(BufferUtil.toArray(frame.getPayload()));
            session.sendFrame(new org.eclipse.jetty.websocket.core.Frame(OpCode.PONG, same), Callback.NOOP, false);
        }
        callback.succeeded();
        session.demand();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        LOG.debug("a watching client's socket broke", cause);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        end();
        callback.succeeded();
    }

    void end() {
        ended.run();
    }
}
