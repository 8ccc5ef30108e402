package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.core.v1.Endpoints;
import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.ReplicationController;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What single loops do to a cluster, each in a namespace of its own.
class LoopsTest {
    private static ControlPlane cluster;
    private static Client admin;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.inMemory();
        admin = cluster.administrator();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aReplicationControllerKeepsPodsBehindItsService() {
        namespace("older");
        create(ReplicationController.RESOURCE, "older", """
                metadata: {name: redis}
                spec:
                  replicas: 2
                  selector: {app: redis}
                  template:
                    metadata: {labels: {app: redis}}
                    spec: {containers: [{name: redis, image: redis:1, ports: [{name: redis, containerPort: 6379}]}]}
                """);
        create(Service.RESOURCE, "older", """
                metadata: {name: redis}
                spec: {selector: {app: redis}, ports: [{port: 6379, targetPort: redis}]}
                """);
        eventually(() -> assertThat(get(ReplicationController.RESOURCE, "older", "redis")
                        .object("status")
                        .number("availableReplicas"))
                .isEqualTo(2));
        eventually(() -> assertThat(get(Endpoints.RESOURCE, "older", "redis")
                        .list("subsets")
                        .objects())
                .singleElement()
                .satisfies(subset -> assertThat(subset.list("addresses").objects()).hasSize(2)));
        List<ObjectTree> pods = admin.list(Pod.RESOURCE, "older", "app=redis");
        assertThat(pods)
                .allSatisfy(pod -> assertThat(OwnerReferences.controllerOf(pod)
                                .orElseThrow()
                                .text("kind"))
                        .isEqualTo("ReplicationController"));
    }

    private static void namespace(String name) {
        admin.create(
                Namespace.RESOURCE, "", ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", name)));
    }

    private static ObjectTree create(GroupVersionResource resource, String namespace, String yaml) {
        try {
            ObjectTree object = Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
            return admin.create(resource, namespace, object);
        } catch (MalformedYaml e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectTree get(GroupVersionResource resource, String namespace, String name) {
        return admin.find(resource, new Key(namespace, name)).orElse(ObjectTree.EMPTY);
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable claim) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(claim);
    }
}
