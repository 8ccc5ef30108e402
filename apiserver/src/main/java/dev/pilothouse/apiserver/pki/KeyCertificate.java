package dev.pilothouse.apiserver.pki;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/// A certificate and the private key that belongs to it.
public record KeyCertificate(X509Certificate certificate, PrivateKey key) {
    private static final byte[] CHALLENGE = {1};

    /// Whether the key is the certificate's, which files don't prove.
    public boolean isPair() {
        try {
            Signature signer = Signature.getInstance(SigningAlgorithm.of(key).name());
            signer.initSign(key);
            signer.update(CHALLENGE);
            byte[] signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(CHALLENGE);
            return signer.verify(signature);
        } catch (GeneralSecurityException ofAnotherSort) {
            return false;
        }
    }

    /// Never the key: records are printed, and what is printed ends up in logs.
    @Override
    public String toString() {
        return "KeyCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
