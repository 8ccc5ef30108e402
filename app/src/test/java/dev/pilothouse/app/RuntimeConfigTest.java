package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.batch.v1.Job;
import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.ServedApis;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A whole control plane that doesn't serve all of Kubernetes.
class RuntimeConfigTest {
    private static final ServedApis APIS = ServedApis.of(Map.of(
            "batch/v1", "false",
            "autoscaling/v1", "false",
            "storage.k8s.io/v1/volumeattributesclasses", "false",
            "flowcontrol.apiserver.k8s.io/v1", "false"));

    private static ControlPlane cluster;
    private static Client admin;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.inMemory(Settings.standard().withServing(ServingOptions.USUAL.withApis(APIS)));
        admin = cluster.administrator();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void whatIsNotServedIsNotThere() {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> admin.list(Job.RESOURCE, "default", ""))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(404);
                    assertThat(e.getMessage()).contains("404 page not found");
                });
        assertThatExceptionOfType(ApiError.class)
                .as("in a group of which something is served")
                .isThrownBy(() -> admin.list(
                        new GroupVersion("autoscaling", "v1").resource("horizontalpodautoscalers"), "default", ""))
                .satisfies(e -> assertThat(e.getMessage()).isEqualTo("the server could not find the requested resource"));
        assertThat(admin.list(
                        new GroupVersion("autoscaling", "v2").resource("horizontalpodautoscalers"), "default", ""))
                .isEmpty();
    }

    @Test
    void discoveryDoesNotListIt() {
        assertThat(admin.raw("/apis").list("groups").objects())
                .extracting(group -> group.text("name"))
                .contains("apps", "autoscaling", "storage.k8s.io")
                .doesNotContain("batch", "flowcontrol.apiserver.k8s.io");
        assertThat(admin.raw("/apis/storage.k8s.io/v1").list("resources").objects())
                .extracting(resource -> resource.text("name"))
                .contains("storageclasses")
                .doesNotContain("volumeattributesclasses");
        assertThat(admin.raw("/openapi/v3").object("paths").names())
                .contains("apis/apps/v1")
                .doesNotContain("apis/batch/v1");
        assertThat(admin.list(new GroupVersion("apiregistration.k8s.io", "v1").resource("apiservices"), "", ""))
                .extracting(service -> service.object("metadata").text("name"))
                .contains("v1.apps", "v2.autoscaling", "v1.storage.k8s.io")
                .doesNotContain("v1.batch", "v1.autoscaling", "v1.flowcontrol.apiserver.k8s.io");
    }

    /// The garbage collector follows what there is, and what isn't served tells nothing about owners.
    @Test
    void loopsGoOnWithoutItAndDependentsStay() {
        create(ConfigMap.RESOURCE, """
                metadata:
                  name: of-a-job
                  ownerReferences: [{apiVersion: batch/v1, kind: Job, name: gone, uid: '1234'}]
                """);
        create(ConfigMap.RESOURCE, """
                metadata:
                  name: of-a-deployment
                  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: gone, uid: '1235'}]
                """);
        create(Deployment.RESOURCE, """
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: web:1}]}
                """);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.get(Deployment.RESOURCE, new Key("default", "web"))
                                .object("status")
                                .number("availableReplicas")
                        == 1);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.find(ConfigMap.RESOURCE, new Key("default", "of-a-deployment")).isEmpty());
        assertThat(admin.find(ConfigMap.RESOURCE, new Key("default", "of-a-job"))).isPresent();
    }

    private static void create(dev.pilothouse.api.schema.GroupVersionResource resource, String yaml) {
        try {
            ObjectTree object = Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
            admin.create(resource, "default", object);
        } catch (MalformedYaml e) {
            throw new AssertionError(e);
        }
    }
}
