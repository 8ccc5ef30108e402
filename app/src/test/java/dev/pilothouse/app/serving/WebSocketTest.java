package dev.pilothouse.app.serving;

import static dev.pilothouse.app.serving.ServerAlone.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.rbac.v1.ClusterRoleBinding;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Watches as scripts in browsers follow them: over a WebSocket, with a token in the name of a protocol.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebSocketTest {
    private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";
    private static final String WATCHED = "/api/v1/namespaces/kube-public/configmaps";

    private ServerAlone server;
    private String token;

    @BeforeAll
    void start() throws Exception {
        server = new ServerAlone();
        Client admin = server.client();
        admin.create(ServiceAccount.RESOURCE, "default", json("{'metadata':{'name':'page'}}"));
        admin.create(
                ClusterRoleBinding.RESOURCE,
                "",
                json("{'metadata':{'name':'page'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole',"
                        + "'name':'cluster-admin'},'subjects':[{'kind':'ServiceAccount','name':'page','namespace':'default'}]}"));
        ObjectTree given = admin.act(
                ServiceAccount.RESOURCE,
                new Key("default", "page"),
                "token",
                json("{'kind':'TokenRequest','apiVersion':'authentication.k8s.io/v1','spec':{}}"));
        token = PREFIX + encoded(given.object("status").text("token"));
        admin.create(ConfigMap.RESOURCE, "kube-public", json("{'metadata':{'name':'first'}}"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventInJsonIsAMessageInText() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = open("application/json", messages);
        assertThat(socket.getSubprotocol()).isEqualTo("mine");
        String event = new String(messages.next(), StandardCharsets.UTF_8);
        assertThat(messages.binary).isFalse();
        ObjectTree tree = Json.parse(event).asObject();
        assertThat(tree.text("type")).isEqualTo("ADDED");
        assertThat(tree.object("object").object("metadata").text("name")).isEqualTo("first");
        socket.abort();
    }

    @Test
    void anEventInProtobufIsABinaryMessageWithoutALength() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = open("application/vnd.kubernetes.protobuf", messages);
        assertThat(messages.next()).startsWith(new byte[] {0x0a, 5, 'A', 'D', 'D', 'E', 'D', 0x12});
        assertThat(messages.binary).isTrue();
        socket.abort();
    }

    private WebSocket open(String accept, WebSocket.Listener listener) {
        return HttpClient.newBuilder()
                .sslContext(server.anonymous())
                .build()
                .newWebSocketBuilder()
                .header("Origin", "https://dashboard.example")
                .header("Accept", accept)
                .subprotocols(token, "mine")
                .buildAsync(URI.create("wss://127.0.0.1:" + server.port() + WATCHED + "?watch=1&fieldSelector=metadata.name=first"), listener)
                .join();
    }

    /// `TOKEN` stands for a protocol with a good token, `BAD` for one with a bad one.
    @ParameterizedTest(name = "{0}: {1} from {2} is answered {3}")
    @CsvSource(delimiter = '|', textBlock = """
            ?watch=1   | TOKEN, mine        | https://a.example | 101
            ?watch=1   | mine, TOKEN        | https://a.example | 101
            ?watch=1   | TOKEN, mine        | null              | 403
            ?watch=1   | TOKEN, mine        | ''                | 403
            ?watch=1   | TOKEN, mine, other | https://a.example | 400
            ?watch=1   | TOKEN              | https://a.example | 401
            ?watch=1   | TOKEN, TOKEN, mine | https://a.example | 401
            ?watch=1   | BAD, mine          | https://a.example | 401
            ?watch=1   | mine               | https://a.example | 403
            ?watch=nay | TOKEN, mine        | https://a.example | 101
            ''         | TOKEN, mine        | https://a.example | 200
            /first     | TOKEN, mine        | https://a.example | 200
            /none      | TOKEN, mine        | https://a.example | 404
            """)
    void whoComesWithoutWhatAHandshakeNeedsIsRefused(String what, String protocols, String origin, int status)
            throws Exception {
        String offered = protocols.replace("TOKEN", token).replace("BAD", PREFIX + encoded("nobody's"));
        try (RawClient client = new RawClient(server.anonymous(), server.port())) {
            RawClient.Answer answer = client.say("GET " + WATCHED + what + " HTTP/1.1\r\nHost: x\r\n"
                            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                            + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
                            + "Sec-WebSocket-Protocol: " + offered + "\r\n\r\n")
                    .hear();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers().toString() + answer.body()).doesNotContain(token);
            if (status == 101) {
                assertThat(answer.headers()).containsEntry("sec-websocket-protocol", "mine").doesNotContainKey("content-type");
            }
        }
    }

    /// Upstream takes out of the protocols only a token that it used.
    @ParameterizedTest(name = "{0} is answered {1}")
    @CsvSource(delimiter = '|', textBlock = """
            TOKEN, mine | 400
            mine        | 101
            """)
    void aTokenOfSomebodyWithACertificateIsOneProtocolMore(String protocols, int status) throws Exception {
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            client.say("GET " + WATCHED + "?watch=1 HTTP/1.1\r\nHost: x\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: https://a.example\r\n"
                    + "Sec-WebSocket-Protocol: " + protocols.replace("TOKEN", token) + "\r\n\r\n");
            assertThat(client.hear().status()).isEqualTo(status);
        }
    }

    private static final class Messages implements WebSocket.Listener {
        private final BlockingQueue<byte[]> heard = new ArrayBlockingQueue<>(16);
        private volatile boolean binary;

        byte[] next() throws InterruptedException {
            byte[] next = heard.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("a message").isNotNull();
            return next;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString().getBytes(StandardCharsets.UTF_8));
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer content, boolean last) {
            binary = true;
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            heard.add(bytes);
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
