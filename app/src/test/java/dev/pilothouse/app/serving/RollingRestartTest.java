package dev.pilothouse.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.http.ServingOptions.Shutdown;
import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Settings;
import dev.pilothouse.client.Credentials;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two API servers on one store behind a balancer that asks `/readyz`: whoever comes through it never notices that each of
/// them is restarted.
@Timeout(120)
final class RollingRestartTest {
    /// Longer than the balancer takes to notice.
    private static final Shutdown PATIENT =
            new Shutdown(Duration.ofSeconds(2), false, Duration.ZERO, Duration.ofSeconds(20));

    private static final int ROUNDS = 2;

    private final Store store = new MemoryStore(InstantSource.system());
    private final Machine machine = Machine.real(store);
    private final Pki pki = Pki.create(
            settings("192.0.2.1").servingNames(), machine.clock(), new SecureRandom(), machine.executor());
    private final List<ControlPlane> servers = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private static Settings settings(String address) {
        return Settings.standard()
                .withParts(Settings.Parts.API_SERVER)
                .withAdvertised(address, 6443)
                .withServing(ServingOptions.USUAL.withShutdown(PATIENT));
    }

    private ControlPlane server(int number) throws IOException {
        ControlPlane server = ControlPlane.start(machine, pki, settings("192.0.2." + (1 + number)));
        server.listen("127.0.0.1", ports.get(number));
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        servers.forEach(ControlPlane::close);
        store.close();
    }

    @Test
    void nobodyIsAnsweredWithAnErrorAndEveryWatchGoesOnElsewhere() throws Exception {
        for (int number = 0; number < 2; number++) {
            ports.add(freePort());
            servers.add(server(number));
        }
        KeyCertificate admin = pki.administrator();
        SSLContext tls = new Credentials(pki.authority().certificate()).of(admin.key(), admin.certificate());
        try (Balancer balancer = new Balancer(tls, ports)) {
            awaitReady(balancer);
            try (Traffic traffic = new Traffic(URI.create("https://127.0.0.1:" + balancer.port()), tls)) {
                for (HttpClient.Version version : HttpClient.Version.values()) {
                    for (int i = 0; i < 4; i++) {
                        traffic.watch(version);
                    }
                }
                for (HttpClient.Version version : HttpClient.Version.values()) {
                    for (int i = 0; i < 2; i++) {
                        traffic.write(version.name().toLowerCase(java.util.Locale.ROOT).replace('_', '.') + "-" + i, version);
                        traffic.list(version);
                    }
                }
                for (int round = 0; round < ROUNDS; round++) {
                    for (int number = 0; number < 2; number++) {
                        servers.get(number).close();
                        servers.set(number, server(number));
                        awaitReady(balancer);
                    }
                }
                int writes = traffic.writes();
                await().atMost(Duration.ofSeconds(20)).until(() -> traffic.writes() > writes);
                traffic.stop();
                assertThat(traffic.watchers()).allSatisfy(watcher -> {
                    await().atMost(Duration.ofSeconds(20)).until(() -> traffic.hasSeenAll(watcher));
                    assertThat(watcher.ended()).as("watches that ended in order").isPositive();
                });
                assertThat(traffic.troubles()).isEmpty();
                assertThat(traffic.lists()).isGreaterThan(100);
            }
        }
    }

    private void awaitReady(Balancer balancer) {
        await().atMost(Duration.ofSeconds(20)).until(() -> ports.stream().allMatch(balancer::isReady));
    }
}
