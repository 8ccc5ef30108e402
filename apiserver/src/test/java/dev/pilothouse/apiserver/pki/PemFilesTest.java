package dev.pilothouse.apiserver.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys as openssl and kubeadm write them. `openssl` is on every machine that builds this.
class PemFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional -out KEY 2048",
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY",
                "ecparam -name prime256v1 -genkey -out KEY",
                "ecparam -name secp384r1 -genkey -noout -out KEY",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY",
                "genpkey -algorithm ed25519 -out KEY",
            })
    void aKeyAndItsCertificateAreRead(String command) throws Exception {
        openssl(command);
        openssl("req -x509 -key KEY -subj /CN=kubernetes -days 2 -out CRT");
        PrivateKey key = PemFiles.privateKey(folder.resolve("key"));
        X509Certificate certificate =
                PemFiles.certificates(folder.resolve("crt")).getFirst();
        CertificateAuthority authority = CertificateAuthority.of(
                new KeyCertificate(certificate, key), InstantSource.system(), new SecureRandom());
        X509Certificate leaf = authority.forClient("jane", List.of("team")).certificate();
        leaf.verify(certificate.getPublicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa -in KEY -pubout -out PUB", "rsa -in KEY -RSAPublicKey_out -out PUB", "rsa -traditional -in KEY -out PUB"})
    void aPublicKeyIsReadInEveryUsualForm(String command) throws Exception {
        openssl("genrsa -out KEY 2048");
        openssl(command);
        PublicKey key = PemFiles.publicKeys(folder.resolve("pub")).getFirst();
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(PemFiles.privateKey(folder.resolve("key")));
        byte[] proof = signature.sign();
        signature.initVerify(key);
        assertThat(signature.verify(proof)).isTrue();
    }

    @Test
    void aFileWithoutWhatIsLookedForIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("empty"), "nothing\n");
        assertThatThrownBy(() -> PemFiles.privateKey(file)).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
        assertThatThrownBy(() -> PemFiles.certificates(file)).hasMessage(file + " holds no certificate");
        assertThatThrownBy(() -> PemFiles.publicKeys(file)).hasMessageContaining("holds no public key");
    }

    private void openssl(String command) throws Exception {
        String placed = command.replace("KEY", folder.resolve("key").toString())
                .replace("CRT", folder.resolve("crt").toString())
                .replace("PUB", folder.resolve("pub").toString());
        Process process = new ProcessBuilder(("openssl " + placed).split(" "))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
