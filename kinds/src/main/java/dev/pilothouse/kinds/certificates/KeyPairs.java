package dev.pilothouse.kinds.certificates;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/// Whether a certificate and a private key belong together, in the words of Go's `tls.X509KeyPair`.
public final class KeyPairs {
    private static final byte[] ANYTHING = {1, 2, 3};

    /// Algorithms of keys, and signatures that only the key's own half can judge.
    private static final List<List<String>> ALGORITHMS = List.of(
            List.of("RSA", "SHA256withRSA"), List.of("EC", "SHA256withECDSA"), List.of("Ed25519", "Ed25519"));

    private KeyPairs() {}

    /// What is wrong with the pair, if anything.
    ///
    /// @param certificate PEM in base64, as secrets have it
    /// @param key PEM in base64
    public static Optional<String> problem(String certificate, String key) {
        List<PemBlocks.Block> certificates = PemBlocks.of(certificate);
        Optional<PemBlocks.Block> first =
                certificates.stream().filter(block -> block.type().equals("CERTIFICATE")).findFirst();
        if (first.isEmpty()) {
            return Optional.of(withoutCertificate(certificates));
        }
        List<PemBlocks.Block> keys = PemBlocks.of(key);
        Optional<PemBlocks.Block> own = keys.stream().filter(KeyPairs::isKey).findFirst();
        if (own.isEmpty()) {
            return Optional.of(withoutKey(keys));
        }
        PublicKey shown;
        try {
            shown = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(first.get().content()))
                    .getPublicKey();
        } catch (CertificateException malformed) {
            return Optional.of("x509: malformed certificate");
        }
        // Keys in the older forms (PKCS #1, SEC 1) are taken at their word: the platform has no reader for them.
        return own.get().type().equals("PRIVATE KEY") ? mismatch(shown, own.get().content()) : Optional.empty();
    }

    private static boolean isKey(PemBlocks.Block block) {
        return block.type().equals("PRIVATE KEY") || block.type().endsWith(" PRIVATE KEY");
    }

    private static String withoutCertificate(List<PemBlocks.Block> skipped) {
        if (skipped.isEmpty()) {
            return "tls: failed to find any PEM data in certificate input";
        }
        if (skipped.size() == 1 && skipped.getFirst().type().endsWith("PRIVATE KEY")) {
            return "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM"
                    + " inputs may have been switched";
        }
        return "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the"
                + " following types: " + types(skipped);
    }

    private static String withoutKey(List<PemBlocks.Block> skipped) {
        if (skipped.isEmpty()) {
            return "tls: failed to find any PEM data in key input";
        }
        if (skipped.size() == 1 && skipped.getFirst().type().equals("CERTIFICATE")) {
            return "tls: found a certificate rather than a key in the PEM for the private key";
        }
        return "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM"
                + " blocks of the following types: " + types(skipped);
    }

    private static String types(List<PemBlocks.Block> blocks) {
        return "[" + String.join(" ", blocks.stream().map(PemBlocks.Block::type).toList()) + "]";
    }

    private static Optional<String> mismatch(PublicKey shown, byte[] encoded) {
        for (List<String> algorithm : ALGORITHMS) {
            try {
                PrivateKey key =
                        KeyFactory.getInstance(algorithm.getFirst()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                return belongs(shown, key, algorithm.getLast());
            } catch (GeneralSecurityException other) {
                // A key of another algorithm.
                continue;
            }
        }
        return Optional.of("tls: failed to parse private key");
    }

    private static Optional<String> belongs(PublicKey shown, PrivateKey key, String signature) {
        try {
            Signature signing = Signature.getInstance(signature);
            signing.initSign(key);
            signing.update(ANYTHING);
            byte[] signed = signing.sign();
            Signature judging = Signature.getInstance(signature);
            judging.initVerify(shown);
            judging.update(ANYTHING);
            return judging.verify(signed) ? Optional.empty() : Optional.of("tls: private key does not match public key");
        } catch (GeneralSecurityException otherType) {
            return Optional.of("tls: private key type does not match public key type");
        }
    }
}
