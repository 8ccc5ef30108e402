package dev.pilothouse.store.etcd;

import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Why a connection to a member doesn't come about, said to the person who can put it right. Libraries say it in the innermost of
/// several causes, each in its own words.
final class Handshakes {
    private static final String ALERT = "Received fatal alert: ";

    /// Alerts by which a server refuses a certificate, or the lack of one (RFC 8446, 6.2).
    private static final List<String> REFUSALS = List.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied");

    private Handshakes() {}

    /// Empty where the cause is none of those that have to do with certificates and schemes.
    static Optional<String> why(Throwable failure) {
        Optional<String> found = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> said = said(cause);
            // The innermost says most.
            found = said.isPresent() ? said : found;
        }
        return found;
    }

    private static Optional<String> said(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case CertificateExpiredException _ -> Optional.of("its certificate has expired (" + message + ")");
            case CertificateNotYetValidException _ -> Optional.of("its certificate isn't valid yet (" + message + ")");
            case CertPathBuilderException _, CertPathValidatorException _ ->
                Optional.of("its certificate isn't signed by an authority that is trusted here (" + message + ")");
            case CertificateException _ when message.startsWith("No ") ->
                Optional.of("its certificate is for another name (" + message + ")");
            case SSLException _ when message.contains(ALERT) -> alert(message.substring(message.indexOf(ALERT) + ALERT.length()));
            case SSLException _ when message.startsWith("not an SSL/TLS record") ->
                Optional.of("it doesn't speak TLS: its URL should begin with http://");
            default ->
                message.contains("First received frame was not SETTINGS")
                        ? Optional.of("it doesn't speak HTTP/2 in plain: its URL should begin with https://, if it speaks TLS")
                        : Optional.empty();
        };
    }

    private static Optional<String> alert(String name) {
        if (name.equals("certificate_required")) {
            return Optional.of("it asks for a client certificate, and there is none to show");
        }
        return REFUSALS.contains(name) ? Optional.of("it refuses the client's certificate (" + name + ")") : Optional.empty();
    }

    /// Whether what failed surely was never read: nobody was there to connect to, or one side didn't believe the other.
    static boolean cameToNothing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return why(failure).isPresent();
    }
}
