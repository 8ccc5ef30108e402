package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.Event;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.SplitStore;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.memory.MemoryStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A control plane with events and Services in stores of their own: each resource goes by the revisions of its store.
class SplitStoreServerTest {
    private static final int EVENTS = 5;

    private final Store main = new MemoryStore(InstantSource.system());
    private final Store ofEvents = new MemoryStore(InstantSource.system());
    private final Store ofServices = new MemoryStore(InstantSource.system());
    private final SplitStore store = new SplitStore(
            main,
            List.of(
                    new SplitStore.Route("/registry/events/", ofEvents),
                    new SplitStore.Route("/registry/services/specs/", ofServices),
                    new SplitStore.Route("/registry/ranges/", ofServices)),
            List.of(ofEvents, ofServices));
    private ControlPlane cluster;
    private Client admin;

    @BeforeEach
    void start() {
        Machine machine = Machine.real(store);
        Settings settings =
                Settings.standard().withParts(Settings.Parts.API_SERVER).withAdvertised("192.0.2.1", 6443);
        Pki pki = Pki.create(settings.servingNames(), machine.clock(), new SecureRandom(), machine.executor());
        cluster = ControlPlane.start(machine, pki, settings);
        admin = cluster.administrator();
    }

    @AfterEach
    void stop() {
        cluster.close();
        store.close();
    }

    @Test
    void listsPagesAndRevisionsAreThoseOfTheirStore() throws MalformedJson {
        for (int i = 0; i < EVENTS; i++) {
            ObjectTree made = admin.create(Event.RESOURCE, "default", event("e" + i));
            assertThat(made.object("metadata").text("resourceVersion")).isEqualTo(Long.toString(ofEvents.revision()));
        }
        assertThat(ofEvents.range(Range.of("/registry/events/")).entries())
                .hasSize(EVENTS)
                .allSatisfy(entry -> assertThat(entry.lease()).isNotZero());
        assertThat(main.range(Range.of("/registry/events/")).entries()).isEmpty();
        ObjectTree page = query("/api/v1/namespaces/default/events", "limit=2");
        assertThat(page.object("metadata").text("resourceVersion")).isEqualTo(Long.toString(ofEvents.revision()));
        admin.delete(Event.RESOURCE, new Key("default", "e4"), Client.Deletion.PLAIN);
        ObjectTree rest = query(
                "/apis/events.k8s.io/v1/namespaces/default/events",
                "limit=9&continue=" + page.object("metadata").text("continue"));
        assertThat(rest.list("items").objects()).hasSize(EVENTS - 2);
        assertThat(admin.list(Event.RESOURCE, "default", "")).hasSize(EVENTS - 1);
        ObjectTree exact = query(
                "/api/v1/events",
                "resourceVersionMatch=Exact&resourceVersion=" + page.object("metadata").text("resourceVersion"));
        assertThat(exact.list("items").objects()).hasSize(EVENTS);
    }

    /// The main store is far ahead: a cache that waited for its revision would never answer.
    @Test
    void aStoreThatIsFarBehindHasNobodyWait() throws MalformedJson {
        for (int i = 0; i < 50; i++) {
            admin.create(ConfigMap.RESOURCE, "default", Json.parse("{\"metadata\":{\"name\":\"c" + i + "\"}}").asObject());
        }
        assertThat(ofEvents.revision()).isLessThan(main.revision());
        admin.create(Event.RESOURCE, "default", event("late"));
        assertThat(admin.find(Event.RESOURCE, new Key("default", "late"))).isPresent();
        assertThat(admin.list(Event.RESOURCE, "", "")).hasSize(1);
    }

    @Test
    void aServiceAndItsNumbersAreTakenAndGivenBackOverStores() throws MalformedJson {
        ObjectTree made = admin.create(
                Service.RESOURCE,
                "default",
                Json.parse("{\"metadata\":{\"name\":\"web\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80}]}}").asObject());
        String address = made.object("spec").text("clusterIP");
        assertThat(main.get("/registry/ipaddresses/" + address)).isPresent();
        assertThat(ofServices.get("/registry/services/specs/default/web")).isPresent();
        assertThat(ofServices.get("/registry/ranges/servicenodeports")).isPresent();
        assertThat(main.get("/registry/ranges/servicenodeports")).isEmpty();
        admin.delete(Service.RESOURCE, new Key("default", "web"), Client.Deletion.PLAIN);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(admin.find(IPAddress.RESOURCE, new Key("", address))).isEmpty());
        assertThat(ofServices.get("/registry/services/specs/default/web")).isEmpty();
    }

    private ObjectTree query(String path, String query) {
        Transport.Answer answer =
                admin.transport().send(new Transport.Call("GET", path, query, NullTree.ABSENT, "application/json"));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().asObject();
    }

    private static ObjectTree event(String name) throws MalformedJson {
        return Json.parse("""
                {"metadata": {"name": "%s"}, "involvedObject": {"kind": "Pod", "namespace": "default", "name": "p"},
                 "reason": "Tested", "type": "Normal"}""".formatted(name)).asObject();
    }
}
