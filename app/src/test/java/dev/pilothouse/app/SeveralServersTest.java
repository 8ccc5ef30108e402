package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.Endpoints;
import dev.pilothouse.api.core.v1.ResourceQuota;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.discovery.v1.EndpointSlice;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.memory.MemoryStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two API servers on one store: neither relies on being the only one.
class SeveralServersTest {
    private static final int OBJECTS = 60;
    private static final Key KUBERNETES = new Key("default", "kubernetes");

    private final Store store = new MemoryStore(InstantSource.system());
    private ControlPlane first;
    private ControlPlane second;

    @BeforeEach
    void start() {
        first = server("192.0.2.1");
        second = server("192.0.2.2");
    }

    private ControlPlane server(String address) {
        Machine machine = Machine.real(store);
        Settings settings =
                Settings.standard().withParts(Settings.Parts.API_SERVER).withAdvertised(address, 6443);
        Pki pki = Pki.create(settings.servingNames(), machine.clock(), new SecureRandom(), machine.executor());
        return ControlPlane.start(machine, pki, settings);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        store.close();
    }

    @Test
    void clientsFindAllServersUntilOneEnds() {
        Client admin = second.administrator();
        eventually(() -> assertThat(endpoints(admin)).containsExactly("192.0.2.1", "192.0.2.2"));
        assertThat(slice(admin)).containsExactly("192.0.2.1", "192.0.2.2");
        first.close();
        eventually(() -> assertThat(endpoints(admin)).containsExactly("192.0.2.2"));
        assertThat(slice(admin)).containsExactly("192.0.2.2");
    }

    @Test
    void everyServerHasAnIdentity() {
        eventually(() -> assertThat(first.administrator()
                        .list(Lease.RESOURCE, "kube-system", "apiserver.kubernetes.io/identity=kube-apiserver"))
                .singleElement()
                .satisfies(lease -> {
                    assertThat(lease.object("spec").number("leaseDurationSeconds")).isEqualTo(3600);
                    assertThat(lease.object("metadata").text("name")).matches("apiserver-[a-z2-7]{26}");
                    assertThat(lease.object("spec").text("holderIdentity"))
                            .startsWith(lease.object("metadata").text("name") + "_");
                }));
    }

    @Test
    void noClusterAddressAndNoNodePortIsGivenTwice() throws Exception {
        onBoth(number -> side(number).create(Service.RESOURCE, "default", balanced("s-" + number)));
        List<ObjectTree> services = first.administrator().list(Service.RESOURCE, "default", "").stream()
                .filter(each -> each.object("metadata").text("name").startsWith("s-"))
                .toList();
        assertThat(services).hasSize(OBJECTS);
        assertThat(services.stream().map(each -> each.object("spec").text("clusterIP"))).doesNotHaveDuplicates();
        assertThat(services.stream().flatMap(each -> each.object("spec").list("ports").objects().stream())
                        .map(port -> port.number("nodePort")))
                .hasSize(2 * OBJECTS)
                .doesNotHaveDuplicates();
    }

    @Test
    void theAddressOfARefusedServiceIsFreeAgain() {
        Client admin = first.administrator();
        admin.create(Service.RESOURCE, "default", balanced("once"));
        assertThatThrownBy(() -> admin.create(Service.RESOURCE, "default", balanced("once"))).isInstanceOf(ApiError.class);
        assertThat(admin.list(IPAddress.RESOURCE, "", ""))
                .filteredOn(address -> address.object("spec").object("parentRef").text("name").equals("once"))
                .hasSize(1);
    }

    @Test
    void aNodePortThatSomebodyChoseIsGivenToOneOnly() throws Exception {
        AtomicInteger given = new AtomicInteger();
        onBoth(number -> {
            try {
                side(number).create(Service.RESOURCE, "default", chosen("c-" + number, 31_000 + number / 2));
                given.incrementAndGet();
            } catch (ApiError refused) {
                assertThat(refused).hasMessageContaining("provided port is already allocated");
            }
        });
        assertThat(given).hasValue(OBJECTS / 2);
        for (int number = 0; number < OBJECTS; number++) {
            Key key = new Key("default", "c-" + number);
            if (side(number).find(Service.RESOURCE, key).isPresent()) {
                side(number + 1).delete(Service.RESOURCE, key, Client.Deletion.PLAIN);
            }
        }
        // What was freed on one server can be had on the other.
        side(0).create(Service.RESOURCE, "default", chosen("again", 31_000));
    }

    @Test
    void aQuotaHoldsAgainstBothServersTogether() throws Exception {
        ObjectTree hard = ObjectTree.of("count/configmaps", Tree.of("20"));
        ObjectTree quota = named("few").with("spec", ObjectTree.of("hard", hard));
        ObjectTree made = first.administrator().create(ResourceQuota.RESOURCE, "default", quota);
        first.administrator()
                .updateStatus(
                        ResourceQuota.RESOURCE,
                        made.with(
                                "status",
                                ObjectTree.of("hard", hard).with("used", ObjectTree.of("count/configmaps", Tree.of("0")))));
        AtomicInteger let = new AtomicInteger();
        onBoth(number -> {
            try {
                side(number).create(ConfigMap.RESOURCE, "default", named("m-" + number));
                let.incrementAndGet();
            } catch (ApiError refused) {
                assertThat(refused).hasMessageContaining("exceeded quota");
            }
        });
        assertThat(let).hasValue(20);
    }

    private Client side(int number) {
        return number % 2 == 0 ? first.administrator() : second.administrator();
    }

    private static void onBoth(IntConsumer action) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < OBJECTS; i++) {
                int number = i;
                all.add(threads.submit(() -> action.accept(number)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private static ObjectTree balanced(String name) {
        return service(name, List.of(port("a", 80), port("b", 81)));
    }

    private static ObjectTree chosen(String name, int nodePort) {
        return service(name, List.of(port("a", 80).with("nodePort", nodePort)));
    }

    private static ObjectTree service(String name, List<ObjectTree> ports) {
        return named(name)
                .with("spec", ObjectTree.EMPTY.with("type", "NodePort").with("ports", ListTree.of(ports)));
    }

    private static ObjectTree port(String name, int number) {
        return ObjectTree.EMPTY.with("name", name).with("port", number);
    }

    private static ObjectTree named(String name) {
        return ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", name));
    }

    private static List<String> endpoints(Client client) {
        return client.get(Endpoints.RESOURCE, KUBERNETES).list("subsets").objects().stream()
                .flatMap(subset -> subset.list("addresses").objects().stream())
                .map(address -> address.text("ip"))
                .toList();
    }

    private static List<String> slice(Client client) {
        return client.get(EndpointSlice.RESOURCE, KUBERNETES).list("endpoints").objects().stream()
                .flatMap(endpoint -> endpoint.list("addresses").texts().stream())
                .toList();
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable claim) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(claim);
    }
}
