package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.tree.Tree;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;

/// A request as it arrived.
///
/// @param path the path as it stood in the request line, still percent-encoded
/// @param query what follows the question mark, without it; empty if there is none
/// @param deadline where the handler says how long the client waits
public record HttpRequest(
        String method, String path, String query, Headers headers, Body body, Peer peer, Deadline deadline) {

    /// A request whose sender waits for as long as it takes.
    public HttpRequest(String method, String path, String query, Headers headers, Body body, Peer peer) {
        this(method, path, query, headers, body, peer, Deadline.NONE);
    }

    /// Path and query as they stood in the request line.
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /// What the request carries.
    public sealed interface Body {
        /// Bytes from the network, read at most once.
        record Stream(InputStream in) implements Body {
            /// How many bytes of it have been read.
            public long read() {
                return in instanceof BodyStream body ? body.count() : 0;
            }
        }

        /// A value from a caller in the same process: it needs no decoding, and gets every check.
        record Value(Tree tree) implements Body {}

        record None() implements Body {}
    }

    /// Where the request comes from, as far as the door can vouch for it.
    public sealed interface Peer {
        /// @param certificates what the client proved at the TLS handshake, its own certificate first; or none
        record Remote(String address, List<X509Certificate> certificates) implements Peer {}

        /// A caller in the same process, with the credential that the wiring gave it.
        record InProcess(Credential credential) implements Peer {}
    }

    /// Proof of who an in-process caller is. Only who holds the object can use it; authentication knows whom it was
    /// issued to.
    public static final class Credential {
        /// Proves nothing until authentication has issued it to somebody.
        public Credential() {}
    }
}
