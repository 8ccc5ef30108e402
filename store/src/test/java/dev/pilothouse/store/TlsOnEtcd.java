package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.etcd.EtcdStore;
import dev.pilothouse.store.etcd.EtcdTls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Members of etcd that speak TLS and ask for client certificates: who is believed, and what is said where nobody is.
final class TlsOnEtcd {
    private static final String[] SERVER = {"-ext", "san=ip:127.0.0.1", "-ext", "eku=serverAuth,clientAuth"};

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static EtcdTls.Identity server;
    private static EtcdTls.Identity client;
    private static EtcdServer etcd;

    @BeforeAll
    static void start() {
        authority = new TestAuthority(folder.resolve("ours"));
        stranger = new TestAuthority(folder.resolve("theirs"));
        server = authority.sign("server", "EC", SERVER);
        client = authority.sign("client", "EC");
        etcd = new EtcdServer(folder.resolve("etcd"), authority.flags(server));
        try (Store store = EtcdStore.open(settings(new EtcdTls(List.of(authority.certificate()), of(client)))
                .withDialing(Duration.ofSeconds(30)))) {
            store.commit(Transaction.create("/kept", "1".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @AfterAll
    static void end() {
        etcd.close();
    }

    private static Optional<Supplier<EtcdTls.Identity>> of(EtcdTls.Identity identity) {
        return Optional.of(() -> identity);
    }

    private static EtcdSettings settings(EtcdTls tls) {
        return EtcdSettings.of(List.of(etcd.endpoint()))
                .withTls(tls)
                .withDialing(Duration.ofSeconds(3))
                .withAnswering(Duration.ofSeconds(3));
    }

    private static EtcdTls ours(EtcdTls.Identity identity) {
        return new EtcdTls(List.of(authority.certificate()), of(identity));
    }

    private static void refused(EtcdSettings settings, String why) {
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> EtcdStore.open(settings).close())
                .withMessageContaining("127.0.0.1")
                .withMessageContaining(why);
    }

    /// Starts the member anew with another certificate, and the usual one again at the end.
    private static void withServer(EtcdTls.Identity other, Runnable test) {
        etcd = etcd.with(authority.flags(other));
        try {
            test.run();
        } finally {
            etcd = etcd.with(authority.flags(server));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void whoeverHasACertificateIsServed(String algorithm) {
        try (Store store = EtcdStore.open(settings(ours(authority.sign("client-" + algorithm, algorithm))))) {
            assertThat(store.get("/kept")).isPresent();
        }
    }

    @Test
    void withoutACertificateTheMemberIsSaidToAskForOne() {
        refused(
                settings(new EtcdTls(List.of(authority.certificate()), Optional.empty())),
                "asks for a client certificate, and there is none to show");
    }

    @Test
    void aCertificateOfAStrangerIsRefused() {
        refused(settings(ours(stranger.sign("client", "EC"))), "refuses the client's certificate");
    }

    @Test
    void anExpiredCertificateIsRefused() {
        refused(
                settings(ours(authority.sign("late", "EC", "-startdate", "-10d", "-validity", "1"))),
                "refuses the client's certificate (certificate_expired)");
    }

    @Test
    void aMemberOfAnotherAuthorityIsNotBelieved() {
        refused(
                settings(new EtcdTls(List.of(stranger.certificate()), of(client))),
                "certificate isn't signed by an authority that is trusted here");
    }

    @Test
    void aMemberThatSpeaksTlsIsNotAskedInPlain() {
        String plain = etcd.endpoint().replace("https:", "http:");
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> EtcdStore.open(settings(ours(client)).withEndpoints(List.of(plain))).close())
                .withMessageContaining(plain);
    }

    @Test
    void aMemberWithAnotherNameIsNotBelieved() {
        EtcdTls.Identity other = authority.sign("elsewhere", "EC", "-ext", "san=dns:elsewhere.example");
        withServer(other, () -> refused(settings(ours(client)), "certificate is for another name"));
    }

    @Test
    void whileAMembersCertificateIsExpiredRequestsFailAndNothingIsLost() {
        EtcdTls.Identity late = authority.sign(
                "late-server", "EC", "-startdate", "-10d", "-validity", "1", "-ext", "san=ip:127.0.0.1");
        try (Store store = EtcdStore.open(settings(ours(client)))) {
            withServer(late, () -> {
                assertThatExceptionOfType(StoreException.Unavailable.class)
                        .isThrownBy(() -> store.get("/kept"))
                        .withMessageContaining("certificate has expired");
                // It never left: so it is known that nothing was done.
                assertThatExceptionOfType(StoreException.Unavailable.class)
                        .isThrownBy(() -> store.commit(Transaction.create("/lost", new byte[] {1})))
                        .withMessageContaining("certificate has expired");
            });
            Awaitility.await().ignoreExceptions().until(() -> store.get("/kept").isPresent());
            assertThat(store.get("/lost")).isEmpty();
        }
    }

    @Test
    void aRenewedCertificateNeedsNoNewStore() {
        AtomicReference<EtcdTls.Identity> shown = new AtomicReference<>(client);
        EtcdTls tls = new EtcdTls(List.of(authority.certificate()), Optional.of(shown::get));
        try (Store store = EtcdStore.open(settings(tls))) {
            shown.set(stranger.sign("renewed-wrongly", "EC"));
            etcd = etcd.with(authority.flags(server));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.get("/kept"))
                    .withMessageContaining("refuses the client's certificate");
            shown.set(authority.sign("renewed", "EC"));
            Awaitility.await().ignoreExceptions().until(() -> store.get("/kept").isPresent());
        }
    }
}
