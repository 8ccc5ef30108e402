package dev.pilothouse.apiserver.http;

import java.util.random.RandomGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// The connections of a door, and when their clients are told to make another one: by GOAWAY over HTTP/2 (RFC 9113), where
/// requests under way and watches go on, by `Connection: close` before.
final class Connections {
    private final double goawayChance;
    private final RandomGenerator random;
    private final SlowHeaders slow;
    private volatile boolean leaving;
    private volatile long spokenNanos = System.nanoTime();

    /// @param goawayChance for each request over HTTP/2
    Connections(double goawayChance, RandomGenerator random, SlowHeaders slow) {
        this.goawayChance = goawayChance;
        this.random = random;
        this.slow = slow;
    }

    /// A request has come.
    void begins(Request request) {
        slow.begins(request.getConnectionMetaData().getConnection());
        if (leaving) {
            spokenNanos = System.nanoTime();
        }
    }

    /// It is answered.
    void ends(Request request) {
        slow.ends(request.getConnectionMetaData().getConnection());
    }

    /// When a request came last since [#leave].
    long spokenNanos() {
        return spokenNanos;
    }

    /// Before the head of an answer goes out.
    void head(Request request, Response response) {
        Connection connection = request.getConnectionMetaData().getConnection();
        if (connection instanceof HTTP2Connection http2) {
            boolean asked = response.getHeaders().contains(HttpHeader.CONNECTION, "close");
            response.getHeaders().remove(HttpHeader.CONNECTION);
            if (asked || leaving || goawayChance > 0 && random.nextDouble() < goawayChance) {
                goAway(http2);
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
        spokenNanos = System.nanoTime();
        leaving = true;
        for (EndPoint end : connector.getConnectedEndPoints()) {
            if (end.getConnection() instanceof SslConnection ssl
                    && ssl.getSslEndPoint().getConnection() instanceof HTTP2Connection http2) {
                goAway(http2);
            }
        }
    }

    /// Says it twice, as the RFC has it: at first that requests on their way are still taken, at last which one was the last.
    private static void goAway(HTTP2Connection connection) {
        connection.getSession().shutdown();
    }
}
