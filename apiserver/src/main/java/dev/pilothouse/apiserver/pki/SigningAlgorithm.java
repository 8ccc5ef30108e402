package dev.pilothouse.apiserver.pki;

import java.security.PrivateKey;

/// How a key of a sort signs certificates.
///
/// @param name Java's name
/// @param id as certificates name it, in DER (RFC 5280, 4.1.1.2)
record SigningAlgorithm(String name, byte[] id) {
    private static final byte[] NULL = {5, 0};

    static SigningAlgorithm of(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> new SigningAlgorithm(
                    "SHA256withRSA", Der.sequence(Der.objectId("1.2.840.113549.1.1.11"), NULL));
            case "EC" -> new SigningAlgorithm("SHA256withECDSA", Der.sequence(Der.objectId("1.2.840.10045.4.3.2")));
            default -> new SigningAlgorithm("Ed25519", Der.sequence(Der.objectId("1.3.101.112")));
        };
    }
}
