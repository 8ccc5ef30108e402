package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A control plane inside a test's JVM: one line, no network, nothing shared.
class EmbeddedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 3
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: shop, image: shop:1}]}
            """;

    @Test
    void aDeploymentBecomesAvailableWithoutANetwork() throws MalformedYaml {
        try (ControlPlane cluster = ControlPlane.inMemory()) {
            Client admin = cluster.administrator();
            admin.create(Deployment.RESOURCE, "default", tree(SHOP));
            awaitAvailable(admin, 3);
            assertThat(admin.list(Pod.RESOURCE, "default", "app=shop"))
                    .allSatisfy(pod -> assertThat(pod.object("spec").text("nodeName")).startsWith("node-"));
        }
    }

    @Test
    void severalClustersShareNothing() throws MalformedYaml {
        List<ControlPlane> clusters =
                Stream.generate(ControlPlane::inMemory).limit(3).toList();
        try {
            for (int i = 0; i < clusters.size(); i++) {
                Client admin = clusters.get(i).administrator();
                admin.create(Namespace.RESOURCE, "", named("only-" + i));
                admin.create(ConfigMap.RESOURCE, "default", named("same"));
            }
            for (int i = 0; i < clusters.size(); i++) {
                Client admin = clusters.get(i).administrator();
                assertThat(admin.list(Namespace.RESOURCE, "", "").stream()
                                .map(ObjectMeta::name)
                                .filter(name -> name.startsWith("only-")))
                        .containsExactly("only-" + i);
            }
            clusters.getFirst().close();
            Client last = clusters.getLast().administrator();
            assertThat(last.find(ConfigMap.RESOURCE, new Key("default", "same"))).isPresent();
            last.create(Deployment.RESOURCE, "default", tree(SHOP));
            awaitAvailable(last, 3);
        } finally {
            clusters.forEach(ControlPlane::close);
        }
    }

    private static void awaitAvailable(Client admin, int replicas) {
        await().atMost(PATIENCE)
                .until(() -> admin.get(Deployment.RESOURCE, new Key("default", "shop"))
                                .object("status")
                                .number("availableReplicas")
                        == replicas);
    }

    private static ObjectTree named(String name) {
        return ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", name));
    }

    private static ObjectTree tree(String yaml) throws MalformedYaml {
        return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
    }
}
