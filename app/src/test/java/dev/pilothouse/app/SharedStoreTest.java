package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whole control planes on one store, as masters on one etcd cluster: loops and nodes are there once.
class SharedStoreTest {
    private static final int NODES = 2;

    private final Store store = new MemoryStore(InstantSource.system());
    private final Pki pki = pki();
    private final List<ControlPlane> masters = new ArrayList<>();

    @AfterEach
    void stop() {
        masters.forEach(ControlPlane::close);
        store.close();
    }

    @Test
    void loopsAndNodesRunOnOneMasterAtATimeAndGoOnWhenItEnds() throws MalformedJson {
        ControlPlane first = master("192.0.2.1", pki);
        ControlPlane second = master("192.0.2.2", pki);
        Client admin = second.administrator();
        admin.create(Deployment.RESOURCE, "default", deployment());
        eventually(() -> assertThat(ready(admin)).isEqualTo(3));
        List<String> holders = List.of("kube-controller-manager", "kube-scheduler", "pilothouse-nodes").stream()
                .map(lease -> holder(admin, lease))
                .toList();
        assertThat(holders).allSatisfy(holder -> assertThat(holder).isNotEmpty()).doesNotHaveDuplicates();
        assertThat(admin.list(Node.RESOURCE, "", "")).hasSize(NODES);
        first.close();
        admin.merge(
                Deployment.RESOURCE,
                new Key("default", "web"),
                "",
                Json.parse("{\"spec\":{\"replicas\":5}}").asObject());
        eventually(() -> assertThat(ready(admin)).isEqualTo(5));
        assertThat(admin.list(ReplicaSet.RESOURCE, "default", "")).hasSize(1);
        List<ObjectTree> pods = admin.list(Pod.RESOURCE, "default", "app=web");
        assertThat(pods).hasSize(5);
        assertThat(pods.stream().map(pod -> pod.object("status").text("podIP"))).doesNotHaveDuplicates();
        assertThat(List.of("kube-controller-manager", "kube-scheduler", "pilothouse-nodes"))
                .extracting(lease -> holder(admin, lease))
                .noneMatch(String::isEmpty);
    }

    @Test
    void aMasterWithAnAuthorityOfItsOwnIsRefused() {
        master("192.0.2.1", pki);
        assertThatThrownBy(() -> master("192.0.2.2", pki()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("another certificate authority")
                .hasMessageContaining("--pki");
    }

    private ControlPlane master(String address, Pki keys) {
        Settings settings = Settings.standard()
                .withAdvertised(address, 6443)
                .withNodes(NODES)
                .withShared(true);
        ControlPlane master = ControlPlane.start(Machine.real(store), keys, settings);
        masters.add(master);
        return master;
    }

    private static Pki pki() {
        Machine machine = Machine.withoutStore();
        return Pki.create(
                Settings.standard().servingNames(), machine.clock(), new SecureRandom(), machine.executor());
    }

    private static int ready(Client client) {
        return client.find(Deployment.RESOURCE, new Key("default", "web"))
                .map(each -> (int) each.object("status").number("readyReplicas"))
                .orElse(0);
    }

    private static String holder(Client client, String lease) {
        return client.find(Lease.RESOURCE, new Key("kube-system", lease))
                .map(each -> each.object("spec").text("holderIdentity"))
                .orElse("");
    }

    private static ObjectTree deployment() throws MalformedJson {
        return Json.parse("""
                {"metadata": {"name": "web"},
                 "spec": {"replicas": 3, "selector": {"matchLabels": {"app": "web"}},
                          "template": {"metadata": {"labels": {"app": "web"}},
                                       "spec": {"containers": [{"name": "c", "image": "c"}]}}}}
                """).asObject();
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable claim) {
        await().atMost(Duration.ofSeconds(40)).untilAsserted(claim);
    }
}
