package dev.pilothouse.apiserver.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EventListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;

/// Tells clients who speak HTTP without TLS what they do wrong, as Go's server does. All else begins a handshake, and what is none
/// ends with an alert, which tools show as garbage.
///
/// @param brokenHandshakes counts them: upstream takes what they say for a handshake that failed
record PlainHttp(LongAdder brokenHandshakes) implements ConnectionFactory.Detecting {
    private static final String NAME = "plain-http";

    private static final Set<String> BEGINNINGS = Set.of("GET /", "HEAD ", "POST ", "PUT /", "OPTIO");
    private static final int BEGINNING_BYTES = 5;

    private static final byte[] ANSWER =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String getProtocol() {
        return NAME;
    }

    @Override
    public List<String> getProtocols() {
        return List.of(NAME);
    }

    @Override
    public Detection detect(ByteBuffer came) {
        byte[] first = new byte[Math.min(came.remaining(), BEGINNING_BYTES)];
        came.get(came.position(), first);
        String beginning = new String(first, StandardCharsets.US_ASCII);
        if (BEGINNINGS.contains(beginning)) {
            return Detection.RECOGNIZED;
        }
        return BEGINNINGS.stream().anyMatch(it -> it.startsWith(beginning))
                ? Detection.NEED_MORE_BYTES
                : Detection.NOT_RECOGNIZED;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint end) {
        brokenHandshakes.increment();
        return new Telling(end);
    }

    /// Says its one sentence and hangs up.
    private record Telling(EndPoint end) implements Connection, Connection.UpgradeTo {
        @Override
        public void onUpgradeTo(ByteBuffer request) {
            // Whatever it asks for.
        }

        @Override
        public void onOpen() {
            end.write(Callback.from(this::close), ByteBuffer.wrap(ANSWER));
        }

        @Override
        public void close() {
            end.close();
        }

        @Override
        public boolean onIdleExpired(TimeoutException expired) {
            return true;
        }

        @Override
        public EndPoint getEndPoint() {
            return end;
        }

        @Override
        public long getCreatedTimeStamp() {
            return end.getCreatedTimeStamp();
        }

        @Override
        public void onClose(Throwable cause) {}

        @Override
        public void addEventListener(EventListener listener) {}

        @Override
        public void removeEventListener(EventListener listener) {}

        @Override
        public long getMessagesIn() {
            return 0;
        }

        @Override
        public long getMessagesOut() {
            return 0;
        }

        @Override
        public long getBytesIn() {
            return 0;
        }

        @Override
        public long getBytesOut() {
            return ANSWER.length;
        }
    }
}
