package dev.pilothouse.apiserver.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a client says who wants a WebSocket instead of an answer (RFC 6455, section 4.1).
///
/// Scripts in browsers can set no header field of such a request but its protocols. So a protocol of a certain name carries
/// their bearer token, and is none that may be chosen.
///
/// @param protocols that the client offers, in order
/// @param tokens what stands behind the prefix of those that carry a token, as it was sent
public record SocketRequest(List<String> protocols, List<String> tokens) {
    private static final String TOKEN = "base64url.bearer.authorization.k8s.io.";

    public SocketRequest {
        protocols = List.copyOf(protocols);
        tokens = List.copyOf(tokens);
    }

    /// What the client offers once it is known by other means than a token among its protocols: that token was nothing to anybody,
    /// and stays a protocol like others, as upstream takes out only what it used.
    public SocketRequest withoutUse() {
        List<String> all = new ArrayList<>(protocols);
        tokens.forEach(token -> all.add(TOKEN + token));
        return new SocketRequest(all, List.of());
    }

    /// @return empty when the request asks for something else
    public static Optional<SocketRequest> of(Headers headers) {
        boolean upgrade = headers.all("connection").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
        if (!upgrade || !headers.first("upgrade").orElse("").equalsIgnoreCase("websocket")) {
            return Optional.empty();
        }
        List<String> protocols = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (String value : headers.all("sec-websocket-protocol")) {
            for (String part : value.split(",")) {
                String protocol = part.strip();
                if (protocol.startsWith(TOKEN)) {
                    tokens.add(protocol.substring(TOKEN.length()));
                } else if (!protocol.isEmpty()) {
                    protocols.add(protocol);
                }
            }
        }
        return Optional.of(new SocketRequest(protocols, tokens));
    }
}
