package dev.pilothouse.apiserver.http;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The connections of a door, and when their clients are told to make another one: by GOAWAY over HTTP/2 (RFC 9113), where
/// requests under way and watches go on, by `Connection: close` before.
final class Connections {
    private final double goawayChance;
    private final RandomGenerator random;
    private final SlowHeaders slow;
    private final LongAdder words = new LongAdder();
    private volatile boolean leaving;

    /// @param goawayChance for each request over HTTP/2
    Connections(double goawayChance, RandomGenerator random, SlowHeaders slow) {
        this.goawayChance = goawayChance;
        this.random = random;
        this.slow = slow;
    }

    /// A request has come.
    void begins(Request request) {
        slow.begins(request.getConnectionMetaData().getConnection());
        words.increment();
    }

    /// It is answered.
    void ends(Request request) {
        slow.ends(request.getConnectionMetaData().getConnection());
        words.increment();
    }

    /// How often a request came or was answered: as long as it doesn't grow, nobody speaks.
    long words() {
        return words.sum();
    }

    /// Before the head of an answer goes out.
    void head(Request request, Response response) {
        Connection connection = request.getConnectionMetaData().getConnection();
        if (connection instanceof HTTP2Connection http2) {
            boolean asked = response.getHeaders().contains(HttpHeader.CONNECTION, "close");
            response.getHeaders().remove(HttpHeader.CONNECTION);
            if (asked || leaving || goawayChance > 0 && random.nextDouble() < goawayChance) {
                goAway(http2.getSession());
            }
        } else if ((leaving || isNoMoreHttp(request)) && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
    }

    /// Who asks for a way through to somebody else sends next what is meant for that one.
    private static boolean isNoMoreHttp(Request request) {
        return request.getMethod().equals("CONNECT");
    }

    /// From now on every client is to go elsewhere.
    void leave(Connector connector) {
        leaving = true;
        eachSession(connector, Connections::goAway);
    }

    /// Says which request was the last one that is taken: a client whose next one crosses this may send it elsewhere.
    void end(Connector connector) {
        eachSession(connector, HTTP2Session::shutdown);
    }

    private static void eachSession(Connector connector, Consumer<HTTP2Session> action) {
        for (EndPoint end : connector.getConnectedEndPoints()) {
            if (end.getConnection() instanceof SslConnection ssl
                    && ssl.getSslEndPoint().getConnection() instanceof HTTP2Connection http2) {
                action.accept(http2.getSession());
            }
        }
    }

    /// Requests that are on their way are still taken. (Jetty's own farewell says which one was the last as soon as none is under way.
    /// It can't know of one that a client was about to send on this connection, and which would never be answered.)
    private static void goAway(HTTP2Session session) {
        session.frames(null, List.of(GoAwayFrame.GRACEFUL), Callback.NOOP);
    }
}
