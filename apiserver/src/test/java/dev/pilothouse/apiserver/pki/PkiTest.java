package dev.pilothouse.apiserver.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ServingNames NAMES = ServingNames.with(List.of("here"), List.of("10.0.0.1"));

    @TempDir
    private Path folder;

    @Test
    void aSecondStartFindsWhatTheFirstOneMade() throws IOException {
        Pki first = open(NOW, NAMES);
        first.makeTokenKey();
        Pki second = open(NOW.plus(Duration.ofDays(30)), NAMES);
        assertThat(second.authority().certificate()).isEqualTo(first.authority().certificate());
        assertThat(second.serving()).isEqualTo(first.serving());
        assertThat(second.administrator()).isEqualTo(first.administrator());
        assertThat(second.tokenKey().getPublic()).isEqualTo(first.tokenKey().getPublic());
    }

    @Test
    void leavesAreRenewedBeforeTheyEndUnderTheSameAuthority() throws IOException {
        Pki first = open(NOW, NAMES);
        Pki later = open(NOW.plus(Duration.ofDays(320)), NAMES);
        assertThat(later.authority().certificate()).isEqualTo(first.authority().certificate());
        assertThat(later.serving().certificate()).isNotEqualTo(first.serving().certificate());
        assertThat(later.administrator().certificate()).isNotEqualTo(first.administrator().certificate());
    }

    @Test
    void anotherNameAsksForAnotherServingCertificate() throws IOException {
        Pki first = open(NOW, NAMES);
        Pki moved = open(NOW, ServingNames.with(List.of("here"), List.of("10.0.0.1", "192.0.2.7")));
        assertThat(moved.serving().certificate()).isNotEqualTo(first.serving().certificate());
        assertThat(moved.administrator()).isEqualTo(first.administrator());
    }

    @Test
    void halvesOfTwoPairsAreNotTakenForOne() throws IOException {
        open(NOW, NAMES);
        String key = Files.readString(folder.resolve("apiserver.key"));
        Pki later = open(NOW.plus(Duration.ofDays(320)), NAMES);
        Files.writeString(folder.resolve("apiserver.key"), key);
        Pki mended = open(NOW.plus(Duration.ofDays(320)), NAMES);
        assertThat(mended.serving().certificate()).isNotEqualTo(later.serving().certificate());
    }

    @Test
    void privateFilesAreTheOwnersOnly() throws IOException {
        open(NOW, NAMES).tokenKey();
        for (String name : List.of("ca.key", "apiserver.key", "admin.key", "sa.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatIsNoKeyIsNamed() throws IOException {
        open(NOW, NAMES);
        Files.writeString(folder.resolve("ca.key"), "nonsense");
        assertThatThrownBy(() -> open(NOW, NAMES)).isInstanceOf(IOException.class).hasMessageContaining("ca.key");
    }

    @Test
    void aClientCertificateNamesUserAndGroups() throws Exception {
        KeyCertificate client = open(NOW, NAMES).authority().forClient("jane", List.of("dev", "ops"));
        assertThat(client.certificate().getSubjectX500Principal().getName())
                .contains("CN=jane")
                .contains("O=dev")
                .contains("O=ops");
        assertThat(client.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void aServerCertificateStandsForItsNamesUnderTheAuthority() throws Exception {
        ServingNames names = ServingNames.with(List.of("here"), List.of("10.0.0.1", "2001:db8::7"));
        Pki pki = open(NOW, names);
        X509Certificate authority = pki.authority().certificate();
        X509Certificate serving = pki.serving().certificate();
        serving.verify(authority.getPublicKey());
        serving.checkValidity(Date.from(NOW));
        assertThat(serving.getSubjectAlternativeNames()).contains(List.of(2, "here"), List.of(2, "localhost"), List.of(7, "10.0.0.1"), List.of(7, "2001:db8:0:0:0:0:0:7"));
        assertThat(serving.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(serving.getKeyUsage()).startsWith(true, false, true, false, false, false);
        assertThat(serving.getBasicConstraints()).isEqualTo(-1);
        assertThat(serving.getIssuerX500Principal()).isEqualTo(authority.getSubjectX500Principal());
        assertThat(serving.getVersion()).isEqualTo(3);
        assertThat(authority.getKeyUsage()).startsWith(true, false, true, false, false, true);
        assertThat(authority.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(authority.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(3650))));
    }

    @Test
    void certificatesOutliveTheYearsThatFitIntoTwoDigits() throws Exception {
        Pki pki = open(Instant.parse("2045-06-01T00:00:00Z"), NAMES);
        assertThat(pki.authority().certificate().getNotAfter().toInstant())
                .isEqualTo(Instant.parse("2045-06-01T00:00:00Z").plus(Duration.ofDays(3650)));
    }

    @Test
    void mastersThatStartTogetherShareAuthorityAndTokenKeyAndHaveTheirOwnServingCertificates() throws Exception {
        Pki first = master("a", "10.0.0.1");
        Pki second = master("b", "10.0.0.2");
        assertThat(second.authority().certificate()).isEqualTo(first.authority().certificate());
        assertThat(second.tokenKey().getPublic()).isEqualTo(first.tokenKey().getPublic());
        assertThat(second.serving().certificate()).isNotEqualTo(first.serving().certificate());
        second.serving().certificate().verify(first.authority().certificate().getPublicKey());
        assertThat(master("a", "10.0.0.1").serving()).isEqualTo(first.serving());
        assertThat(folder.resolve("common/apiserver.key")).doesNotExist();
    }

    @Test
    void halfACopyOfTheCommonFolderIsRefused() throws IOException {
        master("a", "10.0.0.1");
        Files.delete(folder.resolve("common/sa.key"));
        assertThatThrownBy(() -> master("b", "10.0.0.2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no sa.key");
    }

    @Test
    void anAuthorityWithoutItsKeyIsNotReplaced() throws IOException {
        open(NOW, NAMES);
        Files.delete(folder.resolve("ca.key"));
        assertThatThrownBy(() -> open(NOW, NAMES)).isInstanceOf(IOException.class).hasMessageContaining("ca.crt");
    }

    private Pki master(String name, String address) throws IOException {
        return Pki.open(
                folder.resolve("common"),
                folder.resolve(name),
                ServingNames.with(List.of("here"), List.of(address)),
                InstantSource.fixed(NOW),
                new SecureRandom(),
                Runnable::run);
    }

    private Pki open(Instant now, ServingNames names) throws IOException {
        return Pki.open(folder, names, InstantSource.fixed(now), new SecureRandom(), Runnable::run);
    }
}
