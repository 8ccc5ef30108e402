package dev.pilothouse.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenKeyTest {
    private static final ObjectTree CLAIMS = ObjectTree.of("sub", dev.pilothouse.api.tree.Tree.of("me"));
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    @ParameterizedTest
    @CsvSource({"secp256r1, ES256, P-256, 32", "secp384r1, ES384, P-384, 48", "secp521r1, ES512, P-521, 66"})
    void aKeyOnACurveSignsAsTheCurveSaysAndWhoHasTheKeySetCanTell(String curve, String algorithm, String name, int bytes)
            throws GeneralSecurityException, MalformedJson {
        TokenKey key = new TokenKey(() -> ec(curve));
        // Numbers that begin with zeros come by chance.
        for (int i = 0; i < 20; i++) {
            KeyPair pair = ec(curve);
            key = new TokenKey(() -> pair);
            ObjectTree shown = key.publicKeys().list("keys").objects().getFirst();
            assertThat(shown.text("alg")).isEqualTo(algorithm);
            assertThat(shown.text("kty")).isEqualTo("EC");
            assertThat(shown.text("crv")).isEqualTo(name);
            assertThat(DECODER.decode(shown.text("x"))).hasSize(bytes);
            assertThat(DECODER.decode(shown.text("y"))).hasSize(bytes);
            String[] parts = key.sign(CLAIMS).split("\\.");
            ObjectTree header = Json.parse(DECODER.decode(parts[0])).asObject();
            assertThat(header.text("alg")).isEqualTo(algorithm);
            assertThat(header.text("kid")).isEqualTo(shown.text("kid"));
            assertThat(DECODER.decode(parts[2])).as("both numbers at full length").hasSize(2 * bytes);
            Signature signature = Signature.getInstance(
                    "SHA" + algorithm.substring(2) + "withECDSAinP1363Format");
            signature.initVerify(published(shown, ((ECPublicKey) pair.getPublic())));
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            assertThat(signature.verify(DECODER.decode(parts[2]))).isTrue();
        }
        String token = key.sign(CLAIMS);
        assertThat(key.claims(token)).contains(CLAIMS);
        assertThat(new TokenKey(() -> ec(curve)).claims(token)).as("of another key").isEmpty();
        assertThat(key.algorithms()).containsExactly(algorithm);
    }

    @Test
    void keysOfSeveralSortsAreKnownSideBySide() {
        KeyPair rsa = rsa();
        KeyPair small = ec("secp256r1");
        KeyPair large = ec("secp384r1");
        TokenKey all = new TokenKey(() -> small, List.of(large.getPublic(), rsa.getPublic()));
        for (KeyPair pair : List.of(rsa, small, large)) {
            assertThat(all.claims(new TokenKey(() -> pair).sign(CLAIMS))).contains(CLAIMS);
        }
        assertThat(all.algorithms()).containsExactly("ES256", "ES384", "RS256");
    }

    @Test
    void aTokenDoesNotSayHowItIsChecked() {
        KeyPair rsa = rsa();
        String[] parts = new TokenKey(() -> rsa).sign(CLAIMS).split("\\.");
        for (String algorithm : List.of("none", "HS256", "ES256", "PS256", "RS512", "rs256")) {
            String header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8));
            for (String signature : List.of(parts[2], "")) {
                assertThat(new TokenKey(() -> rsa).claims(header + "." + parts[1] + "." + signature))
                        .isEmpty();
            }
        }
    }

    private static PublicKey published(ObjectTree shown, ECPublicKey curve) throws GeneralSecurityException {
        ECPoint point = new ECPoint(
                new BigInteger(1, DECODER.decode(shown.text("x"))), new BigInteger(1, DECODER.decode(shown.text("y"))));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve.getParams()));
    }

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
