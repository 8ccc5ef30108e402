package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;

import dev.pilothouse.api.metrics.Family;
import java.util.List;

/// The families of tokens, certificates and handshakes.
public final class CredentialFamilies {
    public static final Family VALID = counter(
            "serviceaccount_valid_tokens_total", "Requests with a token of a service account that is younger than its pod thinks.");
    public static final Family STALE = counter(
            "serviceaccount_stale_tokens_total",
            "Requests with a token of a service account that lives on only because its user may not have read the next one.");
    public static final Family LEGACY = counter(
            "serviceaccount_legacy_tokens_total", "Requests with a token that lives in a Secret.");
    public static final Family LEGACY_AUTO = counter(
            "serviceaccount_legacy_auto_token_uses_total",
            "Requests with a token that lives in a Secret which its service account names.");
    public static final Family LEGACY_MANUAL = counter(
            "serviceaccount_legacy_manual_token_uses_total",
            "Requests with a token that lives in a Secret which its service account doesn't name.");
    public static final Family REQUESTED = counter(
            "apiserver_certificates_registry_csr_requested_duration_total",
            "Certificates that were issued to those who had said how long they should be good, by signer.",
            "signerName");
    public static final Family HONORED = counter(
            "apiserver_certificates_registry_csr_honored_duration_total",
            "Certificates that were issued to be good about as long as was asked for, by signer.",
            "signerName");
    public static final Family HANDSHAKES = counter(
            "apiserver_tls_handshake_errors_total", "Connections that ended in their TLS handshake.");

    private CredentialFamilies() {}

    public static List<Family> all() {
        return List.of(VALID, STALE, LEGACY, LEGACY_AUTO, LEGACY_MANUAL, REQUESTED, HONORED, HANDSHAKES);
    }
}
