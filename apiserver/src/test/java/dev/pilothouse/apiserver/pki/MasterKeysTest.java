package dev.pilothouse.apiserver.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeysTest {
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @BeforeEach
    void thereAreTwoMasters() throws IOException {
        write("one", "192.0.2.1");
        write("two", "192.0.2.2");
    }

    private void write(String name, String address) throws IOException {
        MasterKeys.open(folder.resolve("common"), () -> now, new SecureRandom())
                .write(
                        folder.resolve(name),
                        new MasterKeys.Master(
                                name, address, ServingNames.with(List.of(name, "balancer"), List.of(address))));
    }

    private X509Certificate certificate(String file) throws IOException {
        return PemFiles.certificates(folder.resolve(file)).getFirst();
    }

    private static List<String> names(X509Certificate certificate) throws Exception {
        List<String> names = new ArrayList<>();
        certificate.getSubjectAlternativeNames().forEach(name -> names.add((String) name.get(1)));
        return names;
    }

    @Test
    void theFilesAreThoseOfKubeadm() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("one"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> folder.resolve("one").relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "ca.crt", "ca.key", "sa.key", "sa.pub",
                            "front-proxy-ca.crt", "front-proxy-ca.key", "front-proxy-client.crt", "front-proxy-client.key",
                            "apiserver.crt", "apiserver.key", "apiserver-kubelet-client.crt", "apiserver-kubelet-client.key",
                            "apiserver-etcd-client.crt", "apiserver-etcd-client.key",
                            "etcd/ca.crt", "etcd/ca.key", "etcd/server.crt", "etcd/server.key", "etcd/peer.crt", "etcd/peer.key",
                            "etcd/healthcheck-client.crt", "etcd/healthcheck-client.key");
        }
    }

    @Test
    void mastersShareAuthoritiesAndTheTokenKeyAndNothingElse() throws IOException {
        for (String file : List.of("ca.crt", "ca.key", "front-proxy-ca.key", "sa.key", "sa.pub", "etcd/ca.crt", "etcd/ca.key")) {
            assertThat(folder.resolve("one").resolve(file)).hasSameTextualContentAs(folder.resolve("two").resolve(file));
        }
        assertThat(Files.readString(folder.resolve("one/apiserver.key")))
                .isNotEqualTo(Files.readString(folder.resolve("two/apiserver.key")));
    }

    @Test
    void certificatesAreSignedByWhomTheirReadersBelieveAndSayWhatTheyAreFor() throws Exception {
        certificate("two/apiserver.crt").verify(certificate("one/ca.crt").getPublicKey());
        certificate("two/front-proxy-client.crt").verify(certificate("one/front-proxy-ca.crt").getPublicKey());
        certificate("two/apiserver-etcd-client.crt").verify(certificate("one/etcd/ca.crt").getPublicKey());
        assertThat(names(certificate("two/apiserver.crt"))).contains("two", "balancer", "192.0.2.2").doesNotContain("one");
        assertThat(names(certificate("two/etcd/peer.crt"))).contains("two", "192.0.2.2", "localhost", "127.0.0.1");
        assertThat(certificate("two/etcd/peer.crt").getExtendedKeyUsage()).containsExactly(SERVER, CLIENT);
        assertThat(certificate("two/apiserver-etcd-client.crt").getExtendedKeyUsage()).containsExactly(CLIENT);
        assertThat(certificate("two/apiserver-kubelet-client.crt").getSubjectX500Principal().getName())
                .contains("CN=kube-apiserver-kubelet-client", "O=system:masters");
    }

    @Test
    void makingThemAgainRenewsOnlyWhatIsAboutToEnd() throws IOException {
        String authority = Files.readString(folder.resolve("one/ca.crt"));
        String before = Files.readString(folder.resolve("one/apiserver.crt"));
        write("one", "192.0.2.1");
        assertThat(folder.resolve("one/apiserver.crt")).hasContent(before);
        now = now.plus(Duration.ofDays(340));
        write("one", "192.0.2.1");
        assertThat(Files.readString(folder.resolve("one/apiserver.crt"))).isNotEqualTo(before);
        assertThat(folder.resolve("one/ca.crt")).hasContent(authority);
    }

    @Test
    void anotherAddressMakesAnotherCertificate() throws Exception {
        write("one", "192.0.2.9");
        assertThat(names(certificate("one/apiserver.crt"))).contains("192.0.2.9");
        assertThat(names(certificate("one/etcd/server.crt"))).contains("192.0.2.9");
    }
}
