package dev.pilothouse.apiserver.http;

import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/// Changes a connection into a WebSocket (RFC 6455) for whoever asks for it and is answered by a watch.
final class Sockets {
    private final WebSocketMappings handshake;

    Sockets(Server server) {
        this.handshake = new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server));
    }

    static boolean wanted(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && request.getHeaders().contains(HttpHeader.CONNECTION, "Upgrade")
                && request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    /// Answers by a socket with the events of the watch.
    ///
    /// @return false when the client was refused instead
    boolean open(Request request, Response response, Callback callback, SocketWatch watch) {
        // Browsers say where a script came from. Upstream's library takes nobody who doesn't.
        if (!request.getHeaders().contains(HttpHeader.ORIGIN)) {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
            return false;
        }
        if (!handshake.upgrade(new Accepting(watch), request, response, callback, new Patient())) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return false;
        }
        return true;
    }

    /// Takes the one protocol that a client names, as upstream's library does, and no extension.
    private record Accepting(SocketWatch watch) implements WebSocketNegotiator {
        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            List<String> named = request.getSubProtocols();
            if (named.size() == 1) {
                response.setAcceptedSubProtocol(named.getFirst());
            }
            response.setExtensions(List.of());
            return watch;
        }
    }

    /// A watch may be silent for as long as it likes.
    private record Patient() implements Configuration.Customizer {
        @Override
        public void customize(Configuration configuration) {
            configuration.setIdleTimeout(Duration.ZERO);
        }
    }
}
