package dev.pilothouse.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.HttpRequest.Body;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import java.util.concurrent.atomic.LongAdder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that stop half-way cost the server no more than their own connection, and not for long.
@Timeout(50)
final class PatienceTest {
    private static final Pki PKI =
            Pki.create(ServingNames.with(List.of(), List.of()), InstantSource.system(), new SecureRandom(), Runnable::run);

    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofMillis(400));

    /// More than any socket keeps for a client that doesn't read.
    private static final int LARGE_BYTES = 64 << 20;

    /// Written in pieces, and more than a socket keeps, too.
    private static final ObjectTree LONG = ObjectTree.EMPTY.with(
            "lines",
            ListTree.of(Collections.nCopies(LARGE_BYTES >> 10, Tree.of("x".repeat(1 << 10)))));

    private final Endless events = new Endless();
    private final LongAdder handshakes = new LongAdder();
    private HttpDoor door;

    @BeforeEach
    void open() throws IOException {
        open(SHORT);
    }

    private void open(Patience patience) throws IOException {
        Tls tls = new Tls(PKI.serving(), PKI.authority().certificate());
        door = HttpDoor.open(
                DoorFrame.make(), this::answer, tls, "127.0.0.1", 0, ServingOptions.USUAL, new SecureRandom(), patience, handshakes);
    }

    @AfterEach
    void close() {
        events.close();
        door.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9\r\n"})
    void aHandshakeThatBreaksIsCounted(String said) throws Exception {
        try (Socket stranger = new Socket("127.0.0.1", door.port())) {
            stranger.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
            stranger.setSoTimeout(10_000);
            stranger.getInputStream().readAllBytes();
        }
        assertThat(handshakes.sum()).isEqualTo(1);
    }

    private HttpResponse answer(HttpRequest request) {
        return switch (request.path()) {
            case "/large" ->
                HttpResponse.of(200, "text/plain", new HttpResponse.Payload.Bytes(new byte[LARGE_BYTES]));
            case "/long" -> HttpResponse.json(200, LONG);
            case "/events" -> watching(events);
            case "/quiet" -> watching(new Quiet());
            default -> HttpResponse.text(200, read(request.body()));
        };
    }

    private static HttpResponse watching(HttpResponse.Frames frames) {
        byte[] line = "event\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        return new HttpResponse.Watching(
                Map.of(), "application/json", _ -> List.of(new Json.Bytes(line, 0, line.length)), frames);
    }

    private static String read(Body body) {
        try {
            return body instanceof Body.Stream(InputStream in)
                    ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    : "nothing";
        } catch (InterruptedIOException late) {
            return "too late";
        } catch (IOException broken) {
            return "broken";
        }
    }

    @Test
    void aConnectionOnWhichNobodySpeaksIsClosed() throws IOException {
        try (Socket silent = new Socket("127.0.0.1", door.port())) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aRequestThatStopsInItsHeaderIsHungUpOn() throws Exception {
        try (SSLSocket client = connect("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: a")) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aHeaderThatTricklesHasNoMoreTimeThanOneThatStops() throws Exception {
        try (SSLSocket client = connect("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: a")) {
            assertThat(secondsOfTrickle(client)).isBetween(1L, 20L);
        }
    }

    @Test
    void theHeaderOfASecondRequestThatTricklesIsHungUpOn() throws Exception {
        try (SSLSocket client = connect("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            client.getInputStream().readNBytes(12);
            assertThat(secondsOfTrickle(client)).isBetween(1L, 20L);
        }
    }

    /// How long a client may go on to send a byte at a time.
    private static long secondsOfTrickle(SSLSocket client) throws InterruptedException {
        long began = System.nanoTime();
        try {
            while (System.nanoTime() - began < Duration.ofSeconds(40).toNanos()) {
                client.getOutputStream().write('X');
                Thread.sleep(100);
            }
        } catch (IOException hungUp) {
            return Duration.ofNanos(System.nanoTime() - began).toSeconds();
        }
        return Long.MAX_VALUE;
    }

    @Test
    void aBodyThatStopsIsNotWaitedForAndOthersAreServed() throws Exception {
        try (SSLSocket client = connect("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf")) {
            assertThat(get("/")).isEqualTo("nothing");
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("too late");
        }
    }

    @Test
    void asManyStoppedBodiesAsLikeLeaveTheDoorOpenForOthers() throws Exception {
        door.close();
        open(Patience.USUAL);
        List<SSLSocket> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(connect("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"));
        }
        assertThat(get("/")).isEqualTo("nothing");
        for (SSLSocket client : clients) {
            client.close();
        }
    }

    @Test
    void aBodyThatTricklesHasNoMoreTimeThanOneThatStops() throws Exception {
        String start = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
        try (SSLSocket client = connect(start)) {
            Thread.ofVirtual().start(() -> assertThatCode(() -> {
                        while (true) {
                            client.getOutputStream().write('x');
                            Thread.sleep(50);
                        }
                    })
                    .isInstanceOf(IOException.class));
            byte[] answer = client.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void aClientThatGoesInTheMiddleOfItsBodyIsForgotten() throws Exception {
        connect("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf").close();
        assertThat(get("/")).isEqualTo("nothing");
    }

    @Test
    void aClientThatNeverReadsItsAnswerIsHungUpOn() throws Exception {
        try (SSLSocket client = connect("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            Thread.sleep(SHORT.unread().multipliedBy(4));
            assertThat(get("/")).isEqualTo("nothing");
            assertThat(readToTheEnd(client)).isLessThan(LARGE_BYTES);
        }
    }

    @Test
    void whoDoesNotReadALongAnswerKeepsNobodyFromTheirs() throws Exception {
        door.close();
        open(Patience.USUAL);
        List<SSLSocket> clients = new ArrayList<>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            SSLSocket client = connect("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.getInputStream().readNBytes(1 << 10);
            clients.add(client);
        }
        assertThat(get("/long")).hasSizeGreaterThan(LARGE_BYTES);
        for (SSLSocket client : clients) {
            client.close();
        }
        assertThat(get("/long")).hasSizeGreaterThan(LARGE_BYTES);
    }

    @Test
    void aWatcherThatNeverReadsIsEnded() throws Exception {
        try (SSLSocket client = connect("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(events.ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void aWatcherThatVanishesIsEnded() throws Exception {
        // On a busy machine the short patience may be over before the request is there, and no watch would begin.
        door.close();
        open(Patience.USUAL);
        try (SSLSocket client = connect("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(client.getInputStream().read()).isEqualTo('H');
        }
        assertThat(events.ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aQuietWatchOutlivesThePatienceWithIdleConnections(HttpClient.Version version) throws Exception {
        var answer = client().send(
                java.net.http.HttpRequest.newBuilder(uri("/quiet")).version(version).build(),
                BodyHandlers.ofInputStream());
        try (InputStream lines = answer.body()) {
            assertThat(lines.readNBytes(5)).isEqualTo("event".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static long readToTheEnd(SSLSocket client) {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        try {
            for (int read = 0; read >= 0; read = client.getInputStream().read(buffer)) {
                total += read;
            }
        } catch (IOException cut) {
            return total;
        }
        return total;
    }

    private SSLSocket connect(String sent) throws Exception {
        SSLSocket socket = (SSLSocket) tls().getSocketFactory().createSocket("127.0.0.1", door.port());
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String get(String path) throws Exception {
        return client()
                .send(java.net.http.HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + door.port() + path);
    }

    private static HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(tls()).build();
    }

    private static SSLContext tls() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        java.security.KeyStore believed = java.security.KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        believed.setCertificateEntry("ca", PKI.authority().certificate());
        javax.net.ssl.TrustManagerFactory trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
        trust.init(believed);
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    /// Always has another event.
    private static final class Endless implements HttpResponse.Frames {
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public Next next(Duration timeout) {
            return ended.getCount() == 0 ? new Next.End() : new Next.Event(new HttpResponse.Frame("ADDED", ObjectTree.EMPTY));
        }

        @Override
        public void listen(Runnable more) {}

        @Override
        public long dueNanos() {
            return System.nanoTime() + SHORT.idle().toNanos();
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }

    /// Has one event, after a time.
    private static final class Quiet implements HttpResponse.Frames {
        private final long due = System.nanoTime() + SHORT.idle().plusSeconds(1).toNanos();
        private boolean told;

        @Override
        public Next next(Duration timeout) {
            if (told) {
                return new Next.End();
            }
            told = System.nanoTime() - due >= 0;
            return told ? new Next.Event(new HttpResponse.Frame("ADDED", ObjectTree.EMPTY)) : new Next.Nothing();
        }

        @Override
        public void listen(Runnable more) {}

        @Override
        public long dueNanos() {
            return due;
        }

        @Override
        public void close() {}
    }
}
