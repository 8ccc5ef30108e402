package dev.pilothouse.apiserver.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PemTest {
    /// One number in 256 is shorter than its field, half of them have a zero in front.
    private static final int PAIRS = 1_000;

    @Test
    void pairsOfAnEllipticCurveAreReadBack() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        for (int i = 0; i < PAIRS; i++) {
            KeyPair pair = generator.generateKeyPair();
            String pem = Pem.of(pair.getPrivate(), pair.getPublic());
            assertThat(pem).startsWith("-----BEGIN EC PRIVATE KEY-----\n").endsWith("-----END EC PRIVATE KEY-----\n");
            ECPrivateKey read = (ECPrivateKey) asTheJdkReadsIt(pem);
            assertThat(read.getS()).isEqualTo(((ECPrivateKey) pair.getPrivate()).getS());
        }
    }

    /// The JDK reads this form only as the inside of another one (PKCS #8).
    private static PrivateKey asTheJdkReadsIt(String pem) throws Exception {
        String text = pem.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        byte[] outside = Der.sequence(
                Der.integer(BigInteger.ZERO),
                Der.sequence(Der.objectId("1.2.840.10045.2.1"), Der.objectId("1.2.840.10045.3.1.7")),
                Der.octets(Base64.getDecoder().decode(text)));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(outside));
    }
}
