package dev.pilothouse.apiserver.http;

import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
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

    /// Answers by a socket with the events of the watch.
    ///
    /// @param protocols that the client offers
    /// @return false when the client was refused instead
    boolean open(
            Request request, Response response, Callback callback, List<String> protocols, SocketWatch watch) {
        // Browsers say where a script came from. Upstream's library takes nobody who doesn't, or may not.
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null || origin.isEmpty() || origin.equals("null")) {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
            return false;
        }
        // Nor whoever leaves the choice to the server.
        if (protocols.size() > 1
                || !handshake.upgrade(new Accepting(watch, protocols), request, response, callback, new Patient())) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return false;
        }
        return true;
    }

    /// Takes the one protocol that a client names, if any, and no extension.
    private record Accepting(SocketWatch watch, List<String> protocols) implements WebSocketNegotiator {
        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            protocols.forEach(response::setAcceptedSubProtocol);
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
