package dev.pilothouse.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.http.ServingOptions.Shutdown;
import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Settings;
import dev.pilothouse.client.Credentials;
import java.io.IOException;
import java.net.ConnectException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The phases in which an API server goes (`--shutdown-delay-duration`, `--shutdown-send-retry-after`), as its clients see them.
@Timeout(120)
final class ShutdownTest {
    private static final Settings ALONE = Settings.standard().withParts(Settings.Parts.API_SERVER);

    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private static final String WATCH = "GET /api/v1/configmaps?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String BODY = "{\"metadata\":{\"name\":\"late\"}}";

    /// The beginning of a request that is under way until its body comes.
    private static final String HEAD = "POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n";

    private final Machine machine = Machine.inMemory();
    private final Pki pki = Pki.create(
            Settings.standard().servingNames(), machine.clock(), new SecureRandom(), machine.executor());
    private final SSLContext tls = tls(pki);
    private ControlPlane server;
    private int port;

    private static SSLContext tls(Pki pki) {
        KeyCertificate admin = pki.administrator();
        return new Credentials(pki.authority().certificate()).of(admin.key(), admin.certificate());
    }

    private void start(boolean sendRetryAfter) throws IOException {
        Shutdown shutdown = new Shutdown(DELAY, sendRetryAfter, Duration.ZERO, DRAIN);
        server = ControlPlane.start(
                machine, pki, ALONE.withServing(ServingOptions.USUAL.withShutdown(shutdown)));
        port = server.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        machine.store().close();
    }

    private RawClient.Answer get(String path) throws IOException {
        try (RawClient client = new RawClient(tls, port)) {
            return client.say(request(path)).hear();
        }
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @Test
    void itServesForTheDelayThenFinishesWhatItHasAndListensNoMore() throws Exception {
        start(false);
        try (ControlPlane _ = ControlPlane.start(machine, pki, ALONE.withAdvertised("192.0.2.2", 6443));
                RawClient watching = new RawClient(tls, port);
                RawClient writing = new RawClient(tls, port);
                RawClient idle = new RawClient(tls, port)) {
            watching.say(WATCH);
            writing.say(HEAD);
            assertThat(idle.say(request("/readyz")).hear().status()).isEqualTo(200);
            assertThat(endpoints()).contains("192.0.2.1", "192.0.2.2");
            CompletableFuture<Void> going = CompletableFuture.runAsync(server::close);
            await().until(() -> get("/readyz").status() == 500);
            assertThat(get("/readyz?verbose").body()).contains("[-]shutdown failed");
            assertThat(get("/livez").status()).isEqualTo(200);
            assertThat(get("/api/v1/namespaces").status()).isEqualTo(200);
            await().until(() -> !endpoints().contains("192.0.2.1"));
            // Over when the delay is: nothing else ends a watch on which nothing happens.
            assertThat(watching.hear().status()).isEqualTo(200);
            await().untilAsserted(() -> assertThatThrownBy(() -> get("/readyz")).isInstanceOf(ConnectException.class));
            assertThat(going).isNotDone();
            assertThat(writing.say(BODY).hear())
                    .returns(201, RawClient.Answer::status)
                    .returns("close", answer -> answer.headers().get("connection"));
            going.get(20, TimeUnit.SECONDS);
            assertThat(idle.isHungUpOn()).isTrue();
        }
    }

    private String endpoints() throws IOException {
        return get("/api/v1/namespaces/default/endpoints/kubernetes").body();
    }

    @Test
    void whoComesAfterTheDelayIsSentAwayWhileOthersAreAnswered() throws Exception {
        start(true);
        try (RawClient watching = new RawClient(tls, port);
                RawClient writing = new RawClient(tls, port)) {
            watching.say(WATCH);
            writing.say(HEAD);
            CompletableFuture<Void> going = CompletableFuture.runAsync(server::close);
            await().until(() -> get("/readyz").status() == 500);
            assertThat(get("/api/v1/namespaces").status()).isEqualTo(200);
            assertThat(watching.hear().status()).isEqualTo(200);
            try (RawClient late = new RawClient(tls, port)) {
                RawClient.Answer answer = late.say(request("/api/v1/namespaces")).hear();
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.body()).isEqualTo("The apiserver is shutting down, please try again later.\n");
                assertThat(answer.headers())
                        .containsEntry("retry-after", "5")
                        .containsEntry("connection", "close")
                        .containsEntry("content-type", "text/plain; charset=utf-8")
                        .containsEntry("x-content-type-options", "nosniff");
                assertThat(late.isHungUpOn()).isTrue();
            }
            assertThat(get("/readyz").status()).isEqualTo(500);
            assertThat(get("/livez").status()).isEqualTo(200);
            assertThat(get("/metrics").status()).isEqualTo(200);
            assertThat(going).isNotDone();
            assertThat(writing.say(BODY).hear().status()).isEqualTo(201);
            going.get(20, TimeUnit.SECONDS);
        }
    }
}
