package dev.pilothouse.store;

import java.util.Map;

/// What a store has asked of others over gRPC by one method.
///
/// @param type as gRPC's clients spell it: `unary`, `bidi_stream`
/// @param handled calls that have ended, by the code with which they did
public record RemoteCalls(
        String service, String method, String type, long started, long sent, long received, Map<String, Long> handled) {
    public RemoteCalls {
        handled = Map.copyOf(handled);
    }
}
