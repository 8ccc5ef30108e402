package dev.pilothouse.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FirstObjectTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));
    private static final WhereServerIs HERE = new WhereServerIs(
            "10.0.0.0/16", "10.0.0.1", "192.0.2.1", 6443, new ClusterTrust(List.of(), RequestHeaders.NONE));

    private final MemoryStore store = new MemoryStore(CLOCK);
    private final ApiServer server = new ApiServer(
            store,
            CLOCK,
            new Random(1),
            task -> Thread.ofVirtual().start(task),
            new ApiServer.Settings("127.0.0.1:6443", List.of("first"), ClientCertificates.none(), () -> {
                throw new IllegalStateException("nobody signs tokens here");
            }));

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    @Test
    void everyFirstObjectIsWhatTheFrontDoorMakesOfWhatItsManagerSends() {
        server.self().create(namespace("somebody-began"), "somebody");
        server.begin(HERE);
        assertAllAreThere();
    }

    @Test
    void aNewClusterHoldsThemAsTheyAre() {
        server.begin(HERE);
        assertAllAreThere();
        assertThat(FirstObject.all().stream().map(it -> ObjectMeta.uid(server.self().find(it.sent(CLOCK.instant())))))
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.length() == 36);
    }

    @Test
    void whatIsMissingIsMadeWhenTheServerStartsAgain() {
        server.begin(HERE);
        server.self().delete("/apis/rbac.authorization.k8s.io/v1/clusterroles/view");
        server.begin(HERE);
        assertAllAreThere();
    }

    @Test
    void whatIsThereStaysAsItIs() {
        server.begin(HERE);
        ObjectTree mine = server.self()
                .find(ObjectTree.EMPTY
                        .with("apiVersion", "scheduling.k8s.io/v1")
                        .with("kind", "PriorityClass")
                        .with("metadata", ObjectTree.EMPTY.with("name", "system-node-critical")))
                .with("description", "mine");
        assertThat(server.self().replaces(mine, "me")).isTrue();
        server.begin(HERE);
        assertThat(server.self().find(mine).text("description")).isEqualTo("mine");
    }

    @Test
    void objectsAreWrittenDownInTheirCanonicalForm() {
        assertThat(FirstObject.all()).allSatisfy(object -> assertThat(Json.text(object.stored("$uid", CLOCK.instant())))
                .isEqualTo(object.line().replace("$now", "2026-11-26T12:00:00Z")));
    }

    private void assertAllAreThere() {
        for (FirstObject object : FirstObject.all()) {
            ObjectTree held = server.self().find(object.sent(CLOCK.instant()));
            assertThat(FirstObject.line(object.resource(), held)).endsWith(" " + object.line());
        }
    }

    private static ObjectTree namespace(String name) {
        return ObjectTree.EMPTY
                .with("apiVersion", "v1")
                .with("kind", "Namespace")
                .with("metadata", ObjectTree.EMPTY.with("name", name));
    }
}
