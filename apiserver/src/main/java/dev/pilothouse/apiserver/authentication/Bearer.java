package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.SocketRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The bearer tokens that a request brings: in its header (RFC 6750, section 2.1), and for a WebSocket in the name of a
/// protocol.
///
/// @param tokens any of them may prove who asks
/// @param broken whether there was one that can't be read
record Bearer(List<String> tokens, boolean broken) {
    private static final String SCHEME = "bearer ";

    static Bearer of(Headers headers) {
        List<String> tokens = new ArrayList<>();
        headers.first("authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(value -> !value.isEmpty())
                .ifPresent(tokens::add);
        Optional<SocketRequest> socket = SocketRequest.of(headers).filter(it -> !it.tokens().isEmpty());
        if (socket.isEmpty()) {
            return new Bearer(tokens, false);
        }
        if (socket.get().tokens().size() > 1) {
            return new Bearer(tokens, true);
        }
        try {
            String token = decoded(socket.get().tokens().getFirst());
            // The protocol with the token can't be the one that is chosen, and clients wait for one of theirs.
            if (token.isEmpty() || !socket.get().protocols().isEmpty()) {
                Optional.of(token).filter(it -> !it.isEmpty()).ifPresent(tokens::add);
                return new Bearer(tokens, false);
            }
            return new Bearer(tokens, true);
        } catch (IllegalArgumentException | CharacterCodingException unreadable) {
            return new Bearer(tokens, true);
        }
    }

    private static String decoded(String token) throws CharacterCodingException {
        if (token.contains("=")) {
            throw new IllegalArgumentException("padding has no place in a protocol's name");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
}
