package dev.pilothouse.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.HttpRequest.Body;
import dev.pilothouse.apiserver.http.HttpRequest.Peer;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.URI;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpDoorTest {
    private static final Pki PKI =
            Pki.create(ServingNames.with(List.of(), List.of()), InstantSource.system(), new SecureRandom(), Runnable::run);

    @ParameterizedTest
    @EnumSource
    void aRequestComesThroughWhole(HttpClient.Version version) throws Exception {
        try (HttpDoor door = open(HttpDoorTest::echo)) {
            var request = request(door, "/a%2Fb/c?x=1&y=%20")
                    .version(version)
                    .header("Accept", "application/json")
                    .POST(BodyPublishers.ofString("body"))
                    .build();
            var answer = client(Optional.of(PKI.administrator())).send(request, BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().allValues("warning")).containsExactly("one", "two");
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            assertThat(answer.body())
                    .isEqualTo("{\"accept\":\"application/json\",\"body\":\"body\",\"method\":\"POST\","
                            + "\"path\":\"/a%2Fb/c\",\"query\":\"x=1&y=%20\",\"user\":\"CN=admin,O=system:masters\"}\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            GET /healthz HTTP/1.1  | HTTP/1.0 400 Bad Request
            GET~ /healthz HTTP/1.1 | HTTP/1.0 400 Bad Request
            PUT /x HTTP/1.0        | HTTP/1.0 400 Bad Request
            OPTIONS * HTTP/1.1     | HTTP/1.0 400 Bad Request
            GETTING IN             | ''
            SSH-2.0-OpenSSH_9      | ''
            """)
    void whoSpeaksWithoutTlsIsToldSoIfItIsHttp(String said, String answer) throws Exception {
        try (HttpDoor door = open(HttpDoorTest::echo);
                Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(10_000);
            for (String piece : said.split("~")) {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                Thread.sleep(50);
            }
            socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(heard.startsWith("HTTP/")).isEqualTo(!answer.isEmpty());
            if (!answer.isEmpty()) {
                assertThat(heard).isEqualTo(answer + "\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
            }
        }
    }

    @Test
    void aFieldIsNotTakenForAnEarlierOneInOtherLetters() throws Exception {
        try (HttpDoor door = open(HttpDoorTest::echo)) {
            HttpClient client = client(Optional.empty());
            for (String accept : List.of("text/Plain", "text/plain", "text/plain;V=1", "Text/plain;v=1")) {
                var request = request(door, "/")
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Accept", accept)
                        .build();
                assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"accept\":\"" + accept + "\"");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLongListComesWholePackedOrNot(HttpClient.Version version) throws Exception {
        Tree list = ObjectTree.of("items", ListTree.of(Collections.nCopies(50_000, ObjectTree.of("name", Tree.of("x")))));
        byte[] line = (list + "\n").getBytes(StandardCharsets.UTF_8);
        try (HttpDoor door = open(_ -> HttpResponse.json(200, list))) {
            HttpClient client = client(Optional.empty());
            var plain = client.send(request(door, "/").version(version).build(), BodyHandlers.ofByteArray());
            assertThat(plain.headers().firstValueAsLong("content-length")).hasValue(line.length);
            assertThat(plain.body()).isEqualTo(line);
            var packed = client.send(
                    request(door, "/").version(version).header("Accept-Encoding", "gzip").build(), BodyHandlers.ofInputStream());
            assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
            try (GZIPInputStream in = new GZIPInputStream(packed.body())) {
                assertThat(in.readAllBytes()).isEqualTo(line);
            }
        }
    }

    @Test
    void aClientWithoutACertificateIsLetIn() throws Exception {
        try (HttpDoor door = open(HttpDoorTest::echo)) {
            var answer = client(Optional.empty()).send(request(door, "/").build(), BodyHandlers.ofString());
            assertThat(answer.body()).contains("\"user\":\"\"");
        }
    }

    @Test
    void aForeignClientsCertificateIsHandedOnAndLeftToAuthentication() throws Exception {
        Pki foreign = Pki.create(
                ServingNames.with(List.of(), List.of()), InstantSource.system(), new SecureRandom(), Runnable::run);
        try (HttpDoor door = open(HttpDoorTest::echo)) {
            var answer = client(Optional.of(foreign.administrator())).send(request(door, "/").build(), BodyHandlers.ofString());
            assertThat(answer.body()).contains("\"user\":\"CN=admin");
        }
    }

    @Test
    void aTakenPortIsABindException() throws Exception {
        try (HttpDoor door = open(HttpDoorTest::echo)) {
            assertThatThrownBy(() -> HttpDoor.open(
                            HttpDoorTest::echo, tls(), "127.0.0.1", door.port(), ServingOptions.USUAL, new SecureRandom()))
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void aDefectIsAnAnswer() throws Exception {
        try (HttpDoor door = open(_ -> {
            throw new IllegalStateException("a defect");
        })) {
            var answer = client(Optional.empty()).send(request(door, "/").build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("a defect");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsOfAWatchComeOneByOneAndClosingTheDoorEndsIt(HttpClient.Version version) throws Exception {
        Events events = new Events();
        HttpDoor door = open(_ -> watching(events));
        try (door) {
            var answer = client(Optional.empty())
                    .send(request(door, "/").version(version).build(), BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            BufferedReader lines = lines(answer.body());
            events.tell("ADDED");
            assertThat(lines.readLine()).isEqualTo("ADDED");
            events.tell("MODIFIED");
            assertThat(lines.readLine()).isEqualTo("MODIFIED");
            door.close();
            assertThat(lines.readLine()).isNull();
        }
    }

    /// The streams of one connection are written together, so each must still get its own events, all of them and in order.
    @Test
    void watchesOfOneConnectionThatAreToldTogetherEachGetTheirOwnEventsInOrder() throws Exception {
        int watches = 20;
        int rounds = 50;
        List<Events> sources = new CopyOnWriteArrayList<>();
        try (HttpDoor door = open(_ -> {
            Events events = new Events();
            sources.add(events);
            return watching(events);
        })) {
            HttpClient client = client(Optional.empty());
            List<BufferedReader> readers = new ArrayList<>();
            for (int watch = 0; watch < watches; watch++) {
                var answer = client.send(request(door, "/").build(), BodyHandlers.ofInputStream());
                readers.add(lines(answer.body()));
            }
            for (int round = 0; round < rounds; round++) {
                for (int watch = 0; watch < watches; watch++) {
                    sources.get(watch).tell(watch + " " + round);
                }
            }
            for (int watch = 0; watch < watches; watch++) {
                for (int round = 0; round < rounds; round++) {
                    assertThat(readers.get(watch).readLine()).isEqualTo(watch + " " + round);
                }
            }
        }
    }

    @Test
    void aWatcherThatLeavesOverHttp2IsNoticedWhileNothingHappens() throws Exception {
        Events events = new Events();
        try (HttpDoor door = open(_ -> watching(events))) {
            var answer = client(Optional.empty()).send(request(door, "/").build(), BodyHandlers.ofInputStream());
            answer.body().close();
            assertThat(events.isEnded()).isTrue();
        }
    }

    @Test
    void eventsComeOverAWebSocketAsMessagesAndClosingTheDoorClosesIt() throws Exception {
        Events events = new Events();
        Messages messages = new Messages();
        HttpDoor door = open(_ -> watching(events));
        try (door) {
            WebSocket socket = socket(door, Optional.of("https://localhost"), messages);
            events.tell("ADDED");
            assertThat(messages.next()).isEqualTo("ADDED\n");
            socket.sendText("what a client says is ignored", true).join();
            events.tell("MODIFIED");
            assertThat(messages.next()).isEqualTo("MODIFIED\n");
            door.close();
            assertThat(messages.next()).isEqualTo("closed 1000");
        }
    }

    @Test
    void aWatcherThatClosesItsWebSocketIsNoticedWhileNothingHappens() throws Exception {
        Events events = new Events();
        try (HttpDoor door = open(_ -> watching(events))) {
            socket(door, Optional.of("https://localhost"), new Messages())
                    .sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .join();
            assertThat(events.isEnded()).isTrue();
        }
    }

    @Test
    void aWebSocketWithoutAnOriginIsRefusedAndItsWatchEnded() throws Exception {
        Events events = new Events();
        try (HttpDoor door = open(_ -> watching(events))) {
            assertThatThrownBy(() -> socket(door, Optional.empty(), new Messages()))
                    .cause()
                    .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                    refused.getResponse().statusCode())
                            .isEqualTo(403));
            assertThat(events.isEnded()).isTrue();
        }
    }

    private static WebSocket socket(HttpDoor door, Optional<String> origin, WebSocket.Listener listener) throws Exception {
        WebSocket.Builder builder = client(Optional.empty()).newWebSocketBuilder();
        origin.ifPresent(it -> builder.header("Origin", it));
        return builder.buildAsync(URI.create("wss://localhost:" + door.port() + "/"), listener)
                .join();
    }

    /// What a client of a WebSocket hears, its end included.
    private static final class Messages implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(16);

        String next() throws InterruptedException {
            return heard.poll(5, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("closed " + status);
            return CompletableFuture.completedStage(null);
        }
    }

    private static HttpResponse echo(HttpRequest request) {
        try {
            String body = request.body() instanceof Body.Stream(InputStream in)
                    ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    : "";
            Peer.Remote peer = (Peer.Remote) request.peer();
            Tree seen = ObjectTree.builder()
                    .put("method", Tree.of(request.method()))
                    .put("path", Tree.of(request.path()))
                    .put("query", Tree.of(request.query()))
                    .put("accept", Tree.of(request.headers().first("accept").orElse("")))
                    .put("body", Tree.of(body))
                    .put("user", Tree.of(peer.certificates().isEmpty()
                            ? ""
                            : peer.certificates().getFirst().getSubjectX500Principal().getName()))
                    .build();
            return HttpResponse.json(201, seen).withHeader("Warning", "one").withHeader("Warning", "two");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse watching(Events events) {
        return new HttpResponse.Watching(Map.of(), "application/json", HttpDoorTest::line, events);
    }

    private static List<Json.Bytes> line(HttpResponse.Frame frame) {
        byte[] bytes = (frame.type() + "\n").getBytes(StandardCharsets.UTF_8);
        return List.of(new Json.Bytes(bytes, 0, bytes.length));
    }

    private static HttpDoor open(Handler handler) throws IOException {
        return HttpDoor.open(handler, tls(), "127.0.0.1", 0, ServingOptions.USUAL, new SecureRandom());
    }

    private static Tls tls() {
        return new Tls(PKI.serving(), PKI.authority().certificate());
    }

    private static java.net.http.HttpRequest.Builder request(HttpDoor door, String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create("https://localhost:" + door.port() + path));
    }

    private static BufferedReader lines(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static HttpClient client(Optional<KeyCertificate> self) throws Exception {
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        believed.setCertificateEntry("ca", PKI.authority().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(believed);
        KeyManager[] keys = {};
        if (self.isPresent()) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("me", self.get().key(), new char[0], new Certificate[] {self.get().certificate()});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(own, new char[0]);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), new SecureRandom());
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
