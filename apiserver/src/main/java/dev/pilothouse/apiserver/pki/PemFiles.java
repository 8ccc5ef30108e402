package dev.pilothouse.apiserver.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keys and certificates as others make them: openssl, kubeadm, cert-manager. Files may hold several blocks, and text
/// between them (RFC 7468). Nothing that is read is ever shown in a message.
public final class PemFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final byte[] RSA = Der.sequence(Der.objectId("1.2.840.113549.1.1.1"), new byte[] {5, 0});
    private static final byte[] VERSION = {2, 1, 0};

    private PemFiles() {}

    private record Block(String label, byte[] der) {}

    /// All certificates of a file, at least one.
    public static List<X509Certificate> certificates(Path file) throws IOException {
        return certificates(Files.readString(file), file.toString());
    }

    /// @param where for messages
    public static List<X509Certificate> certificates(String text, String where) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.label.equals("CERTIFICATE")) {
                found.add(certificate(block, where));
            }
        }
        if (found.isEmpty()) {
            throw new IOException(where + " holds no certificate");
        }
        return found;
    }

    private static X509Certificate certificate(Block block, String where) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.der));
        } catch (GeneralSecurityException malformed) {
            throw new IOException(where + " holds a certificate that can't be read: " + malformed.getMessage(), malformed);
        }
    }

    /// The first private key of a file, in PKCS #8, PKCS #1 or SEC 1.
    public static PrivateKey privateKey(Path file) throws IOException {
        return privateKey(Files.readString(file), file.toString());
    }

    public static PrivateKey privateKey(String text, String where) throws IOException {
        List<Block> blocks = blocks(text);
        for (Block block : blocks) {
            Optional<PrivateKey> key = privateKey(block, blocks);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new IOException(where + " holds no private key that can be read");
    }

    private static Optional<PrivateKey> privateKey(Block block, List<Block> all) {
        return switch (block.label) {
            case "PRIVATE KEY" -> pkcs8(block.der);
            case "RSA PRIVATE KEY" -> pkcs8(Der.sequence(VERSION, RSA, Der.octets(block.der)));
            case "EC PRIVATE KEY" -> pkcs8(Der.sequence(VERSION, curve(block, all), Der.octets(block.der)));
            default -> Optional.empty();
        };
    }

    /// The algorithm of a SEC 1 key: its curve stands within it, tagged 0, or in a block before it.
    private static byte[] curve(Block key, List<Block> all) {
        byte[] ecPublicKey = Der.objectId("1.2.840.10045.2.1");
        for (Block block : all) {
            if (block.label.equals("EC PARAMETERS")) {
                return Der.sequence(ecPublicKey, block.der);
            }
        }
        byte[] der = key.der;
        for (int i = 0; i + 3 < der.length; i++) {
            boolean curve = (der[i] & 0xFF) == 0xA0 && der[i + 2] == 6 && der[i + 1] == der[i + 3] + 2;
            if (curve && i + 2 + der[i + 1] <= der.length) {
                byte[] id = Arrays.copyOfRange(der, i + 2, i + 2 + der[i + 1]);
                return Der.sequence(ecPublicKey, id);
            }
        }
        return Der.sequence(ecPublicKey, Der.objectId("1.2.840.10045.3.1.7"));
    }

    private static Optional<PrivateKey> pkcs8(byte[] der) {
        for (String algorithm : ALGORITHMS) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
            } catch (GeneralSecurityException another) {
                continue;
            }
        }
        return Optional.empty();
    }

    /// All public keys of a file: its own, those of its certificates, and the public halves of private keys.
    public static List<PublicKey> publicKeys(Path file) throws IOException {
        List<PublicKey> found = new ArrayList<>();
        List<Block> blocks = blocks(Files.readString(file));
        for (Block block : blocks) {
            switch (block.label) {
                case "PUBLIC KEY" -> publicKey(block.der).ifPresent(found::add);
                case "RSA PUBLIC KEY" -> publicKey(Der.sequence(RSA, Der.bits(0, block.der))).ifPresent(found::add);
                case "CERTIFICATE" -> found.add(certificate(block, file.toString()).getPublicKey());
                default -> {
                    Optional<PrivateKey> key = privateKey(block, blocks);
                    if (key.isPresent()) {
                        found.add(publicHalf(key.get(), file));
                    }
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException(file + " holds no public key that can be read");
        }
        return found;
    }

    private static Optional<PublicKey> publicKey(byte[] der) {
        for (String algorithm : ALGORITHMS) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
            } catch (GeneralSecurityException another) {
                continue;
            }
        }
        return Optional.empty();
    }

    /// @param where for messages
    public static PublicKey publicHalf(PrivateKey key, Path where) throws IOException {
        try {
            return switch (key) {
                case RSAPrivateCrtKey rsa -> KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
                case ECPrivateKey ec -> EcPublicHalf.of(ec);
                default -> throw new IOException(
                        where + " holds an " + key.getAlgorithm() + " key where an RSA or ECDSA key belongs");
            };
        } catch (GeneralSecurityException e) {
            throw new IOException(where + " holds a private key that has no public half: " + e.getMessage(), e);
        }
    }

    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(
                    matcher.group(1),
                    Base64.getMimeDecoder().decode(matcher.group(2).getBytes(StandardCharsets.US_ASCII))));
        }
        return blocks;
    }
}
