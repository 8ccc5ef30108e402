package dev.pilothouse.apiserver.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate and the private key that belongs to it.
public record KeyCertificate(X509Certificate certificate, PrivateKey key) {
    /// Never the key: records are printed, and what is printed ends up in logs.
    @Override
    public String toString() {
        return "KeyCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
