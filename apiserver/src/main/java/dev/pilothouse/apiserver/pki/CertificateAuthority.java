package dev.pilothouse.apiserver.pki;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Signs the certificates (RFC 5280) that prove who is who in one cluster. Keys are EC P-256: made in a millisecond, where RSA
/// takes half a second.
///
/// Safe for use by many threads.
public final class CertificateAuthority {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration LEAF_LIFE = Duration.ofDays(365);

    /// Certificates start a little in the past, for clients whose clocks are behind.
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 63;

    private static final String ORGANIZATION = "2.5.4.10";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final Map<String, String> PURPOSES =
            new TreeMap<>(Map.of("client auth", CLIENT_AUTH, "server auth", SERVER_AUTH));
    private static final byte[] VERSION_3 = Der.wrapped(0, Der.integer(BigInteger.TWO));
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final InstantSource clock;
    private final SecureRandom random;

    CertificateAuthority(KeyCertificate self, InstantSource clock, SecureRandom random) {
        this.certificate = self.certificate();
        this.key = self.key();
        this.clock = clock;
        this.random = random;
    }

    /// A new authority.
    public static CertificateAuthority create(String name, InstantSource clock, SecureRandom random) {
        KeyPair pair = newKey(random);
        byte[] subject = Der.sequence(part(COMMON_NAME, name));
        List<byte[]> extensions = List.of(
                extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                extension("2.5.29.15", true, Usage.of(Usage.DIGITAL_SIGNATURE, Usage.KEY_ENCIPHERMENT, Usage.CERTIFICATE_SIGNING)));
        Subject self = new Subject(subject, pair.getPublic().getEncoded(), AUTHORITY_LIFE, extensions);
        X509Certificate certificate = sign(self, new Issuer(subject, pair), clock.instant(), random);
        return new CertificateAuthority(new KeyCertificate(certificate, pair.getPrivate()), clock, random);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    KeyCertificate self() {
        return new KeyCertificate(certificate, key);
    }

    /// An authority that somebody else made, with a key of whatever sort.
    public static CertificateAuthority of(KeyCertificate self, InstantSource clock, SecureRandom random) {
        return new CertificateAuthority(self, clock, random);
    }

    /// A certificate for a server that is reached by these names.
    public KeyCertificate forServer(String commonName, ServingNames names) {
        return leaf(Der.sequence(part(COMMON_NAME, commonName)), List.of(SERVER_AUTH), alternative(names));
    }

    /// The same for one that is its peers' client, too.
    KeyCertificate forPeer(String commonName, ServingNames names) {
        return leaf(
                Der.sequence(part(COMMON_NAME, commonName)), List.of(SERVER_AUTH, CLIENT_AUTH), alternative(names));
    }

    private static byte[] alternative(ServingNames names) {
        byte[][] all = Stream.concat(
                        names.dns().stream()
                                .map(it -> Der.tagged(DNS_NAME, it.getBytes(StandardCharsets.US_ASCII))),
                        names.addresses().stream()
                                .map(it -> Der.tagged(IP_ADDRESS, InetAddress.ofLiteral(it).getAddress())))
                .toArray(byte[][]::new);
        return extension("2.5.29.17", false, Der.sequence(all));
    }

    /// A certificate that makes its holder this user in these groups.
    public KeyCertificate forClient(String user, List<String> groups) {
        byte[][] parts = Stream.concat(
                        groups.stream().map(group -> part(ORGANIZATION, group)), Stream.of(part(COMMON_NAME, user)))
                .toArray(byte[][]::new);
        return leaf(Der.sequence(parts), List.of(CLIENT_AUTH));
    }

    private KeyCertificate leaf(byte[] name, List<String> purposes, byte[]... more) {
        KeyPair pair = newKey(random);
        List<byte[]> extensions = Stream.concat(
                        Stream.of(
                                extension("2.5.29.19", true, Der.sequence()),
                                extension("2.5.29.15", true, Usage.of(Usage.DIGITAL_SIGNATURE, Usage.KEY_ENCIPHERMENT)),
                                extension("2.5.29.37", false, Der.sequence(purposes.stream().map(Der::objectId).toArray(byte[][]::new)))),
                        Stream.of(more))
                .toList();
        Subject subject = new Subject(name, pair.getPublic().getEncoded(), LEAF_LIFE, extensions);
        return new KeyCertificate(sign(subject, issuer(), clock.instant(), random), pair.getPrivate());
    }

    private Issuer issuer() {
        return new Issuer(
                certificate.getSubjectX500Principal().getEncoded(), new KeyPair(certificate.getPublicKey(), key));
    }

    /// A certificate for somebody who keeps the key to himself.
    ///
    /// @param name the distinguished name, in DER
    /// @param publicKey with its algorithm, in DER
    /// @param names alternative names in DER; empty for none
    /// @param usages in the API's words; those that it has none of here are left out
    /// @return in PEM
    public String forRequest(byte[] name, byte[] publicKey, byte[] names, List<String> usages, Duration life) {
        List<byte[]> extensions = new ArrayList<>();
        Usage[] bits = Stream.of(Usage.values())
                .filter(usage -> usages.contains(usage.word))
                .toArray(Usage[]::new);
        if (bits.length > 0) {
            extensions.add(extension("2.5.29.15", true, Usage.of(bits)));
        }
        byte[][] purposes = PURPOSES.entrySet().stream()
                .filter(purpose -> usages.contains(purpose.getKey()))
                .map(purpose -> Der.objectId(purpose.getValue()))
                .toArray(byte[][]::new);
        if (purposes.length > 0) {
            extensions.add(extension("2.5.29.37", false, Der.sequence(purposes)));
        }
        extensions.add(extension("2.5.29.19", true, Der.sequence()));
        if (names.length > 0) {
            extensions.add(extension("2.5.29.17", false, names));
        }
        return Pem.of(sign(new Subject(name, publicKey, life, extensions), issuer(), clock.instant(), random));
    }

    /// What a key is good for, as the bits of the extension `keyUsage`, from the left.
    private enum Usage {
        DIGITAL_SIGNATURE(0, "digital signature"),
        KEY_ENCIPHERMENT(2, "key encipherment"),
        CERTIFICATE_SIGNING(5, "cert sign");

        private final int bit;
        private final String word;

        Usage(int bit, String word) {
            this.bit = bit;
            this.word = word;
        }

        static byte[] of(Usage... usages) {
            int bits = 0;
            for (Usage usage : usages) {
                bits |= 0x80 >> usage.bit;
            }
            return Der.bits(Integer.numberOfTrailingZeros(bits), (byte) bits);
        }
    }

    /// @param name the distinguished name, encoded
    /// @param key the public key with its algorithm, encoded
    private record Subject(byte[] name, byte[] key, Duration life, List<byte[]> extensions) {}

    private record Issuer(byte[] name, KeyPair pair) {}

    private static byte[] part(String type, String value) {
        return Der.set(Der.sequence(Der.objectId(type), Der.text(value)));
    }

    private static byte[] extension(String id, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.objectId(id), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.objectId(id), Der.octets(value));
    }

    private static X509Certificate sign(Subject subject, Issuer issuer, Instant now, SecureRandom random) {
        try {
            byte[][] extensions = Stream.concat(
                            subject.extensions.stream(),
                            Stream.of(
                                    extension("2.5.29.14", false, Der.octets(keyId(subject.key))),
                                    extension(
                                            "2.5.29.35",
                                            false,
                                            Der.sequence(Der.tagged(0, keyId(issuer.pair.getPublic().getEncoded()))))))
                    .toArray(byte[][]::new);
            SigningAlgorithm algorithm = SigningAlgorithm.of(issuer.pair.getPrivate());
            byte[] content = Der.sequence(
                    VERSION_3,
                    Der.integer(new BigInteger(SERIAL_BITS, random)),
                    algorithm.id(),
                    issuer.name,
                    Der.sequence(Der.time(now.minus(CLOCK_SKEW)), Der.time(now.plus(subject.life))),
                    subject.name,
                    subject.key,
                    Der.wrapped(3, Der.sequence(extensions)));
            Signature signature = Signature.getInstance(algorithm.name());
            signature.initSign(issuer.pair.getPrivate(), random);
            signature.update(content);
            byte[] whole = Der.sequence(content, algorithm.id(), Der.bits(0, signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK signs with EC and RSA keys", e);
        }
    }

    /// RFC 5280, 4.2.1.2, the first way.
    private static byte[] keyId(byte[] key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(Der.keyBits(key));
    }

    private static KeyPair newKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK makes EC P-256 keys", e);
        }
    }
}
