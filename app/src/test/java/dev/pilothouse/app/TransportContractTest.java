package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Credentials;
import dev.pilothouse.client.HttpTransport;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import dev.pilothouse.client.Transport.Next;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every way to the API server does, run on each of them.
final class TransportContractTest {
    private static final String DEFAULT = "default";

    @Nested
    final class InProcess extends Contract {
        @Override
        Transport administrator() {
            return cluster.administrator().transport();
        }

        @Override
        Transport nobody() {
            return cluster.client(Identity.of("somebody", "system:authenticated"), "nobody")
                    .transport();
        }

        @Override
        void restart() {
            startAgain();
        }
    }

    @Nested
    final class OverHttp extends Contract {
        private final List<HttpTransport> opened = new ArrayList<>();
        private int port;

        @BeforeEach
        void listen() throws IOException {
            port = cluster.listen("127.0.0.1", 0);
        }

        @AfterEach
        void hangUp() {
            opened.forEach(HttpTransport::close);
        }

        @Override
        Transport administrator() {
            var own = pki.administrator();
            return transport(credentials().of(own.key(), own.certificate()));
        }

        @Override
        Transport nobody() {
            var own = pki.authority().forClient("somebody", List.of());
            return transport(credentials().of(own.key(), own.certificate()));
        }

        @Override
        void restart() throws IOException {
            startAgain();
            cluster.listen("127.0.0.1", port);
        }

        private Credentials credentials() {
            return new Credentials(pki.authority().certificate());
        }

        private Transport transport(javax.net.ssl.SSLContext tls) {
            URI server = URI.create("https://127.0.0.1:" + port);
            HttpTransport transport = new HttpTransport(server, tls, "tests", machine.executor());
            opened.add(transport);
            return transport;
        }

        @Test
        void whoeverHasNoCertificateIsAnonymous() {
            assertThat(new Client(transport(credentials().anonymous())).raw("/version").text("gitVersion"))
                    .startsWith("v1.36");
            assertRefused(
                    Status.FORBIDDEN,
                    () -> new Client(transport(credentials().anonymous())).list(ConfigMap.RESOURCE, DEFAULT, ""));
        }

        @Test
        void aServerOfAnotherAuthorityIsNotBelieved() {
            Pki other = newPki();
            Transport doubtful = transport(new Credentials(other.authority().certificate()).anonymous());
            assertRefused(Status.SERVICE_UNAVAILABLE, () -> new Client(doubtful).raw("/version"));
        }

        @Test
        void aServerThatIsGoneIsUnavailableUntilItIsBack() throws Exception {
            Client client = new Client(administrator());
            client.create(ConfigMap.RESOURCE, DEFAULT, configMap("kept"));
            cluster.close();
            assertRefused(Status.SERVICE_UNAVAILABLE, () -> client.get(ConfigMap.RESOURCE, key("kept")));
            restart();
            assertThat(client.get(ConfigMap.RESOURCE, key("kept")).text("kind")).isEqualTo("ConfigMap");
        }
    }

    abstract static class Contract {
        final Machine machine = Machine.inMemory();
        final Pki pki = newPki();
        ControlPlane cluster = start();

        abstract Transport administrator();

        /// A caller who is known and may do nothing.
        abstract Transport nobody();

        /// Ends the server and starts one anew on the same store, where the same callers find it.
        abstract void restart() throws IOException;

        static Pki newPki() {
            return Pki.create(
                    settings().servingNames(), java.time.InstantSource.system(), new SecureRandom(), Runnable::run);
        }

        private static Settings settings() {
            return Settings.standard().withParts(Settings.Parts.API_SERVER);
        }

        private ControlPlane start() {
            return ControlPlane.start(machine, pki, settings());
        }

        final void startAgain() {
            cluster.close();
            cluster = start();
        }

        @AfterEach
        void end() {
            cluster.close();
            machine.store().close();
        }

        @Test
        void anObjectIsCreatedReadReplacedPatchedAndDeleted() {
            Client client = new Client(administrator());
            ObjectTree created = client.create(ConfigMap.RESOURCE, DEFAULT, configMap("a"));
            assertThat(client.get(ConfigMap.RESOURCE, key("a"))).isEqualTo(created);

            ObjectTree updated = client.update(
                    ConfigMap.RESOURCE, created.with("data", ObjectTree.builder().put("k", "2").build()));
            assertThat(updated.object("data").text("k")).isEqualTo("2");

            ObjectTree patched = client.merge(
                    ConfigMap.RESOURCE,
                    key("a"),
                    "",
                    ObjectTree.builder().put("data", ObjectTree.builder().put("m", "3").build()).build());
            assertThat(patched.object("data").names()).containsExactly("k", "m");

            client.delete(ConfigMap.RESOURCE, key("a"), Client.Deletion.of(ObjectMeta.uid(created)));
            assertThat(client.find(ConfigMap.RESOURCE, key("a"))).isEmpty();
        }

        @Test
        void aStatusIsReplacedApartFromItsObject() {
            Client client = new Client(administrator());
            ObjectTree node = client.create(
                    Node.RESOURCE,
                    "",
                    ObjectTree.builder()
                            .put("kind", "Node")
                            .put("apiVersion", "v1")
                            .put("metadata", ObjectTree.builder().put("name", "n").build())
                            .build());
            ObjectTree status = ObjectTree.builder().put("phase", "Running").build();
            assertThat(client.updateStatus(Node.RESOURCE, node.with("status", status))
                            .object("status")
                            .text("phase"))
                    .isEqualTo("Running");
        }

        @Test
        void aCollectionIsListedBySelectorAndDeleted() {
            Client client = new Client(administrator());
            client.create(ConfigMap.RESOURCE, DEFAULT, labelled("red", "colour", "red"));
            client.create(ConfigMap.RESOURCE, DEFAULT, labelled("blue", "colour", "blue"));
            assertThat(names(client.list(ConfigMap.RESOURCE, DEFAULT, "colour in (red, green)"))).containsExactly("red");
            client.deleteCollection(ConfigMap.RESOURCE, DEFAULT);
            assertThat(client.list(ConfigMap.RESOURCE, DEFAULT, "colour")).isEmpty();
        }

        @Test
        void aBigListComesWhole() {
            Client client = new Client(administrator());
            String long4k = "x".repeat(4096);
            IntStream.range(0, 600)
                    .forEach(i -> client.create(
                            ConfigMap.RESOURCE,
                            DEFAULT,
                            configMap("big-%04d".formatted(i))
                                    .with("data", ObjectTree.builder().put("k", long4k).build())));
            List<ObjectTree> all = client.list(ConfigMap.RESOURCE, DEFAULT, "");
            assertThat(all).hasSizeGreaterThanOrEqualTo(600);
            assertThat(all).allSatisfy(each -> assertThat(each.object("metadata").text("uid")).isNotEmpty());
        }

        @Test
        void whatTheServerRefusesIsThrownAsItsStatus() {
            Client client = new Client(administrator());
            client.create(ConfigMap.RESOURCE, DEFAULT, configMap("a"));
            assertRefused(Status.ALREADY_EXISTS, () -> client.create(ConfigMap.RESOURCE, DEFAULT, configMap("a")));
            assertRefused(Status.NOT_FOUND, () -> client.get(ConfigMap.RESOURCE, key("none")));
            assertRefused(Status.INVALID, () -> client.create(ConfigMap.RESOURCE, DEFAULT, configMap("No Name")));
            assertRefused(
                    Status.CONFLICT,
                    () -> client.delete(ConfigMap.RESOURCE, key("a"), Client.Deletion.of("another")));
            assertRefused(Status.NOT_FOUND, () -> client.raw("/apis/none.example/v1"));
            assertRefused(
                    Status.FORBIDDEN, () -> new Client(nobody()).list(ConfigMap.RESOURCE, DEFAULT, ""));
        }

        @Test
        void theStatusOfARefusalKeepsItsDetails() {
            assertThatExceptionOfType(ApiError.class)
                    .isThrownBy(() -> new Client(administrator())
                            .create(ConfigMap.RESOURCE, DEFAULT, configMap("No Name")))
                    .satisfies(e -> assertThat(e.status().tree().object("details").list("causes").objects())
                            .anyMatch(cause -> cause.text("field").equals("metadata.name")));
        }

        @Test
        void anAnswerThatIsNoJsonIsItsText() {
            assertThat(administrator().send(get("/healthz", "")).body().asText()).isEqualTo("ok");
        }

        @Test
        void aWatchTellsWhatHappensInOrder() throws Exception {
            Client client = new Client(administrator());
            try (Transport.Events events = administrator().watch(watch("resourceVersion=" + revision(client)))) {
                ObjectTree a = client.create(ConfigMap.RESOURCE, DEFAULT, configMap("a"));
                client.update(ConfigMap.RESOURCE, a.with("data", ObjectTree.builder().put("k", "v").build()));
                client.delete(ConfigMap.RESOURCE, key("a"), Client.Deletion.PLAIN);
                for (int i = 0; i < 300; i++) {
                    client.create(ConfigMap.RESOURCE, DEFAULT, configMap("later-" + i));
                }
                assertThat(take(events, 3)).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
                assertThat(take(events, 300))
                        .isEqualTo(IntStream.range(0, 300)
                                .mapToObj(i -> "ADDED later-" + i)
                                .toList());
                assertThat(events.next(Duration.ofMillis(20))).isInstanceOf(Next.Nothing.class);
            }
        }

        @Test
        void aWatchThatIsRefusedIsThrown() {
            assertRefused(Status.FORBIDDEN, () -> nobody().watch(watch("")));
            assertRefused(Status.BAD_REQUEST, () -> administrator().watch(watch("labelSelector=%3D%3D")));
            assertRefused(Status.NOT_FOUND, () -> administrator().watch(get("/api/v1/nothings", "watch=1")));
        }

        @Test
        void aWatchEndsWhenItsTimeIsUpAndStaysEnded() throws Exception {
            try (Transport.Events events = administrator().watch(watch("timeoutSeconds=1"))) {
                assertThat(awaitEnd(events)).isTrue();
                assertThat(events.next(Duration.ofSeconds(5))).isInstanceOf(Next.End.class);
            }
        }

        @Test
        void closingAWatchFromAnotherThreadEndsTheWait() throws Exception {
            Transport.Events events = administrator().watch(watch("resourceVersion=" + revision(new Client(administrator()))));
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> awaitEnd(events), machine.executor());
            events.close();
            assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
            events.close();
        }

        @Test
        void aThreadThatIsInterruptedComesBack() throws Exception {
            Transport transport = administrator();
            Thread caller = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        transport.send(get("/readyz", ""));
                    } catch (ApiError unavailable) {
                        assertThat(unavailable.code()).isEqualTo(503);
                    }
                }
            });
            caller.interrupt();
            assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
            assertThat(transport.send(get("/readyz", "")).status()).isEqualTo(200);
        }

        @Test
        void aWatchEndsWithItsServerAndTheNextOneStartsFromAList() throws Exception {
            Client client = new Client(administrator());
            Transport.Events events = administrator().watch(watch("resourceVersion=" + revision(client)));
            client.create(ConfigMap.RESOURCE, DEFAULT, configMap("first"));
            assertThat(take(events, 1)).containsExactly("ADDED first");
            restart();
            assertThat(awaitEnd(events)).isTrue();
            Client later = new Client(administrator());
            try (Transport.Events again = administrator().watch(watch("resourceVersion=" + revision(later)))) {
                later.create(ConfigMap.RESOURCE, DEFAULT, configMap("second"));
                assertThat(take(again, 1)).containsExactly("ADDED second");
            }
        }

        // ---- words of the tests

        /// What the events tell until the watch ends; true if it did within a while.
        private static boolean awaitEnd(Transport.Events events) {
            try {
                for (int i = 0; i < 200; i++) {
                    if (events.next(Duration.ofMillis(100)) instanceof Next.End) {
                        return true;
                    }
                }
                return false;
            } catch (InterruptedException e) {
                return false;
            }
        }

        private static List<String> take(Transport.Events events, int count) throws InterruptedException {
            List<String> told = new ArrayList<>();
            while (told.size() < count) {
                switch (events.next(Duration.ofSeconds(20))) {
                    case Next.Event(String type, ObjectTree object) -> told.add(type + " " + ObjectMeta.name(object));
                    case Next.Nothing _ -> throw new AssertionError("nothing came after " + told);
                    case Next.End _ -> throw new AssertionError("ended after " + told);
                }
            }
            return told;
        }

        private static Transport.Call get(String path, String query) {
            return new Transport.Call("GET", path, query, NullTree.ABSENT, "application/json");
        }

        private static Transport.Call watch(String query) {
            return get(Client.path(ConfigMap.RESOURCE, DEFAULT, ""), "watch=1" + (query.isEmpty() ? "" : "&" + query));
        }

        private static long revision(Client client) {
            ObjectTree list = client.raw(Client.path(ConfigMap.RESOURCE, DEFAULT, ""));
            return Long.parseLong(list.object("metadata").text("resourceVersion"));
        }

        private static List<String> names(List<ObjectTree> objects) {
            return objects.stream().map(ObjectMeta::name).toList();
        }

        static Key key(String name) {
            return new Key(DEFAULT, name);
        }

        static ObjectTree configMap(String name) {
            return labelled(name, "by", "tests");
        }

        private static ObjectTree labelled(String name, String label, String value) {
            return ObjectTree.builder()
                    .put("kind", "ConfigMap")
                    .put("apiVersion", "v1")
                    .put(
                            "metadata",
                            ObjectTree.builder()
                                    .put("name", name)
                                    .put("labels", ObjectTree.builder().put(label, value).build())
                                    .build())
                    .build();
        }

        static void assertRefused(String reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
            assertThatExceptionOfType(ApiError.class)
                    .isThrownBy(call)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
        }
    }
}
