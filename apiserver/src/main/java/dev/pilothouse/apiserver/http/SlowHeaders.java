package dev.pilothouse.apiserver.http;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/// Hangs up on clients that take too long for their handshake or for the header of a request over HTTP/1.1, however steadily
/// it trickles in. (Over HTTP/2 a header comes in few frames, whose bytes are bounded.)
///
/// Holds an entry for each connection on which no request is being answered.
final class SlowHeaders implements Connection.Listener {
    private static final long NOTHING_CAME = Long.MIN_VALUE;

    private final long patienceNanos;
    private final ConcurrentMap<Connection, Waiting> waiting = new ConcurrentHashMap<>();

    /// @param bytes read when the wait began
    /// @param sinceNanos when the header began, if anything of it has come
    private record Waiting(long bytes, long sinceNanos) {}

    SlowHeaders(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        // The time for the first request runs from the beginning, as with Go's server.
        if (isWatched(connection)) {
            waiting.put(connection, new Waiting(0, System.nanoTime()));
        }
    }

    /// Before and during the handshake, and between requests.
    private static boolean isWatched(Connection connection) {
        return connection instanceof Connection.UpgradeFrom
                || connection instanceof ALPNServerConnection
                || connection instanceof ConnectionMetaData known && known.getHttpVersion() != HttpVersion.HTTP_2;
    }

    @Override
    public void onClosed(Connection connection) {
        waiting.remove(connection);
    }

    /// A request is there.
    void begins(Connection connection) {
        waiting.remove(connection);
    }

    /// It is answered.
    void ends(Connection connection) {
        if (isWatched(connection)) {
            waiting.put(connection, new Waiting(connection.getBytesIn(), NOTHING_CAME));
        }
    }

    /// To be called now and then.
    void look() {
        long now = System.nanoTime();
        waiting.forEach((connection, wait) -> {
            if (!connection.getEndPoint().isOpen()) {
                waiting.remove(connection);
            } else if (wait.sinceNanos() == NOTHING_CAME) {
                if (connection.getBytesIn() > wait.bytes()) {
                    waiting.replace(connection, wait, new Waiting(wait.bytes(), now));
                }
            } else if (now - wait.sinceNanos() > patienceNanos && waiting.remove(connection, wait)) {
                connection.getEndPoint().close();
            }
        });
    }
}
