package dev.pilothouse.apiserver.pki;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;

/// Keys and certificates as text (RFC 7468).
public final class Pem {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String PUBLIC_KEY = "PUBLIC KEY";
    private static final String EC_PRIVATE_KEY = "EC PRIVATE KEY";
    private static final String P256 = "1.2.840.10045.3.1.7";
    private static final int P256_BYTES = 32;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    public static String of(X509Certificate certificate) {
        try {
            return block(CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was decoded can be encoded", e);
        }
    }

    /// PKCS #8, which Go's and Python's libraries read too.
    public static String of(PrivateKey key) {
        return block(PRIVATE_KEY, key.getEncoded());
    }

    /// A pair on the curve P-256 as Go's tools write it (RFC 5915): some clients take every `PRIVATE KEY` for RSA.
    public static String of(PrivateKey key, PublicKey itsPublic) {
        byte[] signed = ((ECPrivateKey) key).getS().toByteArray();
        byte[] number = new byte[P256_BYTES];
        // A BigInteger's bytes have a zero in front for the sign, or are short.
        int used = Math.min(signed.length, P256_BYTES);
        System.arraycopy(signed, signed.length - used, number, P256_BYTES - used, used);
        return block(
                EC_PRIVATE_KEY,
                Der.sequence(
                        Der.integer(BigInteger.ONE),
                        Der.octets(number),
                        Der.wrapped(0, Der.objectId(P256)),
                        Der.wrapped(1, Der.bits(0, Der.keyBits(itsPublic.getEncoded())))));
    }

    public static String of(PublicKey key) {
        return block(PUBLIC_KEY, key.getEncoded());
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
