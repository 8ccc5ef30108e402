package dev.pilothouse.apiserver.authentication;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/// How tokens are signed with a key of a sort (RFC 7518, 3.1). As upstream, each sort of key has one way.
enum TokenAlgorithm {
    RS256("SHA256withRSA", "", 0),
    ES256("SHA256withECDSAinP1363Format", "P-256", 256),
    ES384("SHA384withECDSAinP1363Format", "P-384", 384),
    ES512("SHA512withECDSAinP1363Format", "P-521", 521);

    /// Java's name.
    final String signature;

    /// The curve's name in web keys (RFC 7518, 6.2.1.1); empty where there is none.
    final String curve;

    private final int bits;

    TokenAlgorithm(String signature, String curve, int bits) {
        this.signature = signature;
        this.curve = curve;
        this.bits = bits;
    }

    /// Empty for a key that signs no tokens.
    static Optional<TokenAlgorithm> of(PublicKey key) {
        return switch (key) {
            case RSAPublicKey _ -> Optional.of(RS256);
            case ECPublicKey ec -> onCurve(ec.getParams().getOrder().bitLength());
            default -> Optional.empty();
        };
    }

    private static Optional<TokenAlgorithm> onCurve(int bits) {
        for (TokenAlgorithm algorithm : values()) {
            if (algorithm != RS256 && algorithm.bits == bits) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /// What a coordinate of the curve takes in a web key.
    int bytes() {
        return (bits + 7) / 8;
    }
}
