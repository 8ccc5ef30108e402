package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.apiserver.pki.CertificateAuthority;
import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientFilesTest {
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("etcd-ca", InstantSource.system(), new SecureRandom());

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void name() {
        certificate = folder.resolve("client.crt");
        key = folder.resolve("client.key");
    }

    private KeyCertificate write(String user) throws IOException {
        KeyCertificate pair = AUTHORITY.forClient(user, List.of());
        Files.writeString(certificate, Pem.of(pair.certificate()));
        // SEC 1, as Go's tools and openssl ecparam write it.
        Files.writeString(key, Pem.of(pair.key(), pair.certificate().getPublicKey()));
        return pair;
    }

    private static BigInteger number(PrivateKey key) {
        return ((ECPrivateKey) key).getS();
    }

    @Test
    void whatIsWrittenOverTheFilesIsShownNext() throws IOException {
        write("one");
        ClientFiles files = ClientFiles.read(certificate, key);
        KeyCertificate two = write("two");
        assertThat(files.get().chain()).containsExactly(two.certificate());
        assertThat(number(files.get().key())).isEqualTo(number(two.key()));
    }

    @Test
    void whileTheFilesAreUnreadableTheLastCertificateIsShown() throws IOException {
        KeyCertificate one = write("one");
        ClientFiles files = ClientFiles.read(certificate, key);
        Files.writeString(key, "half of a");
        assertThat(number(files.get().key())).isEqualTo(number(one.key()));
        Files.delete(certificate);
        assertThat(files.get().chain()).containsExactly(one.certificate());
    }

    @Test
    void aKeyOfAnotherKindIsNamed() throws Exception {
        write("one");
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Files.writeString(key, Pem.of(rsa.getPrivate()));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ClientFiles.read(certificate, key))
                .withMessage(key + " holds an RSA key, and " + certificate + " the certificate of an EC key");
    }
}
