package dev.pilothouse.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Settings;
import dev.pilothouse.client.Credentials;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many open watches of a few clients cost little while nothing happens, and when all are cut at once all come back at once.
/// `scripts/idle` is the long form, with figures, in a process of its own.
@Timeout(180)
final class IdleWatchesTest {
    private static final int CONNECTIONS = 20;
    private static final int WATCHES_EACH = 100;
    private static final int WATCHES = CONNECTIONS * WATCHES_EACH;

    /// No bar: how long it takes is `scripts/idle`'s to measure.
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /// Clients in the same heap forget at their leisure.
    private static final long SLACK_BYTES = 24 << 20;

    @Test
    void aFlockThatIsCutComesBackWhileOthersAreServed() throws Exception {
        Machine machine = Machine.inMemory();
        Pki pki = Pki.create(
                Settings.standard().servingNames(), machine.clock(), new SecureRandom(), machine.executor());
        KeyCertificate admin = pki.administrator();
        SSLContext tls = new Credentials(pki.authority().certificate()).of(admin.key(), admin.certificate());
        Settings settings = Settings.standard().withParts(Settings.Parts.API_SERVER);
        try (ControlPlane server = ControlPlane.start(machine, pki, settings)) {
            URI address = URI.create("https://127.0.0.1:" + server.listen("127.0.0.1", 0));
            try (WatchFlock flock = new WatchFlock(address, tls, CONNECTIONS, WATCHES_EACH);
                    HttpClient writer = HttpClient.newBuilder().sslContext(tls).build();
                    Bystander bystander = new Bystander(address, tls)) {
                flock.open();
                tellAll(flock, writer, "first");
                long before = usedBytes();
                Thread.sleep(5_000);
                settlesBelow(before + SLACK_BYTES, "bytes in use after being idle");
                flock.cut();
                flock.open();
                await().atMost(PATIENCE).until(() -> flock.size() == WATCHES);
                tellAll(flock, writer, "second");
                settlesBelow(before + SLACK_BYTES, "bytes in use after all came back");
                assertThat(bystander.troubles()).isEmpty();
                assertThat(bystander.answers()).isGreaterThan(100);
            }
        } finally {
            machine.store().close();
        }
    }

    private static void tellAll(WatchFlock flock, HttpClient writer, String name) throws Exception {
        long before = flock.told();
        assertThat(flock.write(writer, name)).isEqualTo(201);
        await().atMost(PATIENCE).until(() -> flock.told() == before + WATCHES);
    }

    private static void settlesBelow(long bytes, String what) {
        await(what).atMost(PATIENCE).untilAsserted(() -> assertThat(usedBytes()).isLessThan(bytes));
    }

    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
