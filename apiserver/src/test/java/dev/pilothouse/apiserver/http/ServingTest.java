package dev.pilothouse.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import dev.pilothouse.apiserver.http.ServingOptions.Shutdown;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Deadlines, changes of connection and the end of a door, as clients on both HTTPs see them.
@Timeout(60)
final class ServingTest {
    private static final Pki PKI =
            Pki.create(ServingNames.with(List.of(), List.of()), InstantSource.system(), new SecureRandom(), Runnable::run);

    private final Events events = new Events();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private HttpDoor door;

    private void open(ServingOptions options) throws IOException {
        Tls tls = new Tls(PKI.serving(), PKI.authority().certificate());
        door = HttpDoor.open(this::answer, tls, "127.0.0.1", 0, options, new SecureRandom());
    }

    @AfterEach
    void close() {
        released.countDown();
        door.close();
    }

    private HttpResponse answer(HttpRequest request) {
        switch (request.path()) {
            case "/late" -> request.deadline().set(Duration.ofMillis(100), () -> HttpResponse.text(504, "late"));
            case "/slow" -> asked.countDown();
            case "/early" -> request.deadline().set(Duration.ofMinutes(1), () -> HttpResponse.text(504, "late"));
            case "/events" -> {
                return new HttpResponse.Watching(Map.of(), "application/json", ServingTest::line, events);
            }
            default -> {
                return HttpResponse.text(200, "ok").withHeader("Connection", request.query().isEmpty() ? "keep-alive" : "close");
            }
        }
        if (!request.path().equals("/early")) {
            asked.countDown();
            await(released);
        }
        return HttpResponse.text(200, "in time");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Json.Bytes> line(HttpResponse.Frame frame) {
        byte[] bytes = (frame.type() + "\n").getBytes(StandardCharsets.UTF_8);
        return List.of(new Json.Bytes(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @EnumSource
    void whoIsNotAnsweredInTimeIsAnsweredLateAndOnce(HttpClient.Version version) throws Exception {
        open(ServingOptions.USUAL);
        HttpClient client = client();
        var late = get(client, "/late", version);
        assertThat(late.statusCode()).isEqualTo(504);
        assertThat(late.body()).isEqualTo("late");
        released.countDown();
        assertThat(get(client, "/early", version).body()).isEqualTo("in time");
        assertThat(get(client, "/", version).body()).isEqualTo("ok");
    }

    @Test
    void aRequestOverHttp2MakesItsClientGoElsewhereByChanceWhileWatchesGoOn() throws Exception {
        open(ServingOptions.USUAL.withGoawayChance(1));
        HttpClient client = client();
        var watch = client.send(request("/events", HttpClient.Version.HTTP_2), BodyHandlers.ofInputStream());
        BufferedReader lines = lines(watch.body());
        Set<String> connections = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            connections.add(get(client, "/", HttpClient.Version.HTTP_2).connectionLabel().orElseThrow());
            events.tell("ADDED");
            assertThat(lines.readLine()).isEqualTo("ADDED");
        }
        assertThat(connections).hasSize(5).doesNotContain(watch.connectionLabel().orElseThrow());
        door.close();
        assertThat(lines.readLine()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void withoutThatChanceAConnectionServesOn(HttpClient.Version version) throws Exception {
        open(ServingOptions.USUAL);
        HttpClient client = client();
        Set<String> connections = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            connections.add(get(client, "/", version).connectionLabel().orElseThrow());
        }
        assertThat(connections).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatClosesEndsTheConnectionInOrder(HttpClient.Version version) throws Exception {
        open(ServingOptions.USUAL);
        HttpClient client = client();
        String first = get(client, "/?close", version).connectionLabel().orElseThrow();
        assertThat(get(client, "/", version).connectionLabel().orElseThrow()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOnItsWayWhenTheDoorClosesIsAnswered(HttpClient.Version version) throws Exception {
        open(ServingOptions.USUAL.withShutdown(
                new Shutdown(Duration.ofSeconds(1), false, Duration.ZERO, Duration.ofSeconds(30))));
        HttpClient client = client();
        CompletableFuture<String> answer = client.sendAsync(request("/slow", version), BodyHandlers.ofString())
                .thenApply(java.net.http.HttpResponse::body);
        await(asked);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(door::close);
        assertThat(closing).isNotDone();
        released.countDown();
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("in time");
        closing.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoWasAboutToAskOverHttp2WhenItWasToldToGoElsewhereIsAnswered() throws Exception {
        open(ServingOptions.USUAL.withGoawayChance(1));
        try (RawHttp2 client = RawHttp2.to(door.port(), context())) {
            client.get(1, "/");
            assertThat(client.readUntilAnswered(1)).containsExactly(Integer.MAX_VALUE);
            client.get(3, "/");
            client.readUntilAnswered(3);
            door.close();
            assertThat(client.readUntilEnd()).as("the last that was taken").contains(3);
        }
    }

    @Test
    void theDoorListensForAWhileAfterItsLastAnswer() throws Exception {
        open(ServingOptions.USUAL.withShutdown(
                new Shutdown(Duration.ofSeconds(1), false, Duration.ZERO, Duration.ofSeconds(30))));
        try (RawHttp2 client = RawHttp2.to(door.port(), context())) {
            client.get(1, "/slow");
            await(asked);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(door::close);
            Thread.sleep(Duration.ofSeconds(2)); // longer than the door would have waited for words
            released.countDown();
            client.readUntilAnswered(1);
            client.get(3, "/");
            client.readUntilAnswered(3);
            closing.get(30, TimeUnit.SECONDS);
            assertThat(client.readUntilEnd()).contains(3);
        }
    }

    private static BufferedReader lines(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private java.net.http.HttpResponse<String> get(HttpClient client, String path, HttpClient.Version version)
            throws Exception {
        return client.send(request(path, version), BodyHandlers.ofString());
    }

    private java.net.http.HttpRequest request(String path, HttpClient.Version version) {
        return java.net.http.HttpRequest.newBuilder(URI.create("https://localhost:" + door.port() + path))
                .version(version)
                .build();
    }

    private static HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(context()).build();
    }

    private static SSLContext context() throws Exception {
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        believed.setCertificateEntry("ca", PKI.authority().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}
