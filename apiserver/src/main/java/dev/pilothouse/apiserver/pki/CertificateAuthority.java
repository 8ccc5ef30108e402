package dev.pilothouse.apiserver.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Signs the certificates that prove who is who in one cluster. Keys are EC P-256: made in a millisecond, where RSA takes
/// half a second.
///
/// Safe for use by many threads.
public final class CertificateAuthority {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration LEAF_LIFE = Duration.ofDays(365);
    private static final String SIGNATURE = "SHA256withECDSA";

    /// Certificates start a little in the past, for clients whose clocks are behind.
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 63;

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

    static CertificateAuthority create(String name, InstantSource clock, SecureRandom random) {
        KeyPair pair = newKey(random);
        X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
        List<Extra> extras = List.of(
                new Extra(Extension.basicConstraints, true, new BasicConstraints(true)),
                new Extra(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign)));
        Subject self = new Subject(subject, pair, AUTHORITY_LIFE, extras);
        X509Certificate certificate = sign(self, new Issuer(subject, pair), clock, random);
        return new CertificateAuthority(new KeyCertificate(certificate, pair.getPrivate()), clock, random);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    KeyCertificate self() {
        return new KeyCertificate(certificate, key);
    }

    /// A certificate for a server that is reached by these names.
    public KeyCertificate forServer(String commonName, ServingNames names) {
        GeneralName[] all = Stream.concat(
                        names.dns().stream().map(it -> new GeneralName(GeneralName.dNSName, it)),
                        names.addresses().stream().map(it -> new GeneralName(GeneralName.iPAddress, it)))
                .toArray(GeneralName[]::new);
        X500Name subject =
                new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        return leaf(
                subject,
                List.of(
                        new Extra(
                                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)),
                        new Extra(Extension.subjectAlternativeName, false, new GeneralNames(all))));
    }

    /// A certificate that makes its holder this user in these groups.
    public KeyCertificate forClient(String user, List<String> groups) {
        X500NameBuilder subject = new X500NameBuilder();
        groups.forEach(group -> subject.addRDN(BCStyle.O, group));
        subject.addRDN(BCStyle.CN, user);
        return leaf(
                subject.build(),
                List.of(new Extra(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))));
    }

    private KeyCertificate leaf(X500Name name, List<Extra> extras) {
        KeyPair pair = newKey(random);
        List<Extra> all = Stream.concat(
                        Stream.of(
                                new Extra(Extension.basicConstraints, true, new BasicConstraints(false)),
                                new Extra(
                                        Extension.keyUsage,
                                        true,
                                        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))),
                        extras.stream())
                .toList();
        Subject subject = new Subject(name, pair, LEAF_LIFE, all);
        Issuer issuer = new Issuer(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                new KeyPair(certificate.getPublicKey(), key));
        return new KeyCertificate(sign(subject, issuer, clock, random), pair.getPrivate());
    }

    private record Extra(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

    private record Subject(X500Name name, KeyPair pair, Duration life, List<Extra> extras) {}

    private record Issuer(X500Name name, KeyPair pair) {}

    private static X509Certificate sign(Subject subject, Issuer issuer, InstantSource clock, SecureRandom random) {
        Instant now = clock.instant();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer.name,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(now.plus(subject.life)),
                    subject.name,
                    subject.pair.getPublic());
            for (Extra extra : subject.extras) {
                builder.addExtension(extra.id, extra.critical, extra.value);
            }
            JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, keyIds.createSubjectKeyIdentifier(subject.pair.getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    keyIds.createAuthorityKeyIdentifier(issuer.pair.getPublic()));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder(SIGNATURE).build(issuer.pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("the JDK signs with EC P-256", e);
        }
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
