package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.batch.v1.Job;
import dev.pilothouse.api.core.v1.Endpoints;
import dev.pilothouse.api.core.v1.Event;
import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.ReplicationController;
import dev.pilothouse.api.core.v1.ResourceQuota;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ObjectMeta;
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

    @Test
    void aQuotaLetsInWhatItAllowsAndTakesBackWhatHasGone() {
        namespace("limited");
        create(ResourceQuota.RESOURCE, "limited", """
                metadata: {name: few}
                spec: {hard: {pods: 1, requests.cpu: 1, count/configmaps: 5}}
                """);
        eventually(() -> assertThat(used("few").text("pods")).isEqualTo("0"));
        create(Pod.RESOURCE, "limited", pod("first", "600m"));
        assertThat(used("few").text("requests.cpu")).isEqualTo("600m");
        assertThatThrownBy(() -> create(Pod.RESOURCE, "limited", pod("second", "600m")))
                .hasMessage("pods \"second\" is forbidden: exceeded quota: few, requested: pods=1,requests.cpu=600m,"
                        + " used: pods=1,requests.cpu=600m, limited: pods=1,requests.cpu=1");
        assertThatThrownBy(() -> create(
                        Pod.RESOURCE, "limited", "{metadata: {name: third}, spec: {containers: [{name: c, image: c}]}}"))
                .hasMessage("pods \"third\" is forbidden: failed quota: few: must specify requests.cpu for: c");
        admin.delete(Pod.RESOURCE, new Key("limited", "first"), Client.Deletion.PLAIN);
        eventually(() -> assertThat(used("few").text("pods")).isEqualTo("0"));
        create(Pod.RESOURCE, "limited", pod("second", "1"));
    }

    @Test
    void aFinishedJobGoesWhenItsTimeIsUp() {
        namespace("done");
        create(Job.RESOURCE, "done", """
                metadata: {name: short}
                spec:
                  ttlSecondsAfterFinished: 0
                  template:
                    spec: {restartPolicy: Never, containers: [{name: c, image: c}]}
                """);
        eventually(() -> assertThat(admin.list(Job.RESOURCE, "done", "")).isEmpty());
        eventually(() -> assertThat(admin.list(Pod.RESOURCE, "done", "")).isEmpty());
    }

    /// The node has no kubelet: what is deleted there waits for one.
    @Test
    void aTaintEvictsWhoDoesNotTolerateItAndLaterWhoToleratesItForAWhile() {
        namespace("tainted");
        create(Node.RESOURCE, "", "metadata: {name: spare}");
        String spec = "{nodeName: spare, containers: [{name: c, image: c}], tolerations: [%s]}";
        for (String[] pod : new String[][] {
            {"stranger", ""},
            {"guest", "{key: busy, operator: Exists, effect: NoExecute, tolerationSeconds: 1}"},
            {"patient", "{key: busy, operator: Exists, effect: NoExecute, tolerationSeconds: 600}"},
            {"resident", "{key: busy, operator: Exists}"}
        }) {
            create(Pod.RESOURCE, "tainted", "{metadata: {name: %s}, spec: %s}".formatted(pod[0], spec.formatted(pod[1])));
        }
        taint("[{key: busy, effect: NoExecute}]");
        for (String gone : List.of("stranger", "guest")) {
            eventually(() -> assertThat(get(Pod.RESOURCE, "tainted", gone)).satisfies(pod -> {
                assertThat(ObjectMeta.isBeingDeleted(pod)).isTrue();
                assertThat(pod.object("status").list("conditions").objects())
                        .anySatisfy(it -> assertThat(it.text("reason")).isEqualTo("DeletionByTaintManager"));
            }));
            eventually(() -> assertThat(events(gone)).containsExactly("Marking for deletion Pod tainted/" + gone));
        }
        taint("[]");
        eventually(() -> assertThat(events("patient")).containsExactly("Cancelling deletion of Pod tainted/patient"));
        for (String stays : List.of("patient", "resident")) {
            assertThat(ObjectMeta.isBeingDeleted(get(Pod.RESOURCE, "tainted", stays))).isFalse();
        }
        assertThat(events("resident")).isEmpty();
    }

    private static void taint(String taints) {
        try {
            ObjectTree patch = Yaml.parse(("spec: {taints: " + taints + "}").getBytes(StandardCharsets.UTF_8)).asObject();
            admin.merge(Node.RESOURCE, new Key("", "spare"), "", patch);
        } catch (MalformedYaml e) {
            throw new AssertionError(e);
        }
    }

    /// What the controller that evicts says of a pod.
    private static List<String> events(String pod) {
        return admin.list(Event.RESOURCE, "tainted", "").stream()
                .filter(event -> event.object("source").text("component").equals("taint-eviction-controller")
                        && event.object("involvedObject").text("name").equals(pod))
                .map(event -> event.text("message"))
                .toList();
    }

    private static ObjectTree used(String quota) {
        return get(ResourceQuota.RESOURCE, "limited", quota).object("status").object("used");
    }

    private static String pod(String name, String cpu) {
        return """
                metadata: {name: %s}
                spec: {containers: [{name: c, image: c, resources: {requests: {cpu: %s}}}]}
                """.formatted(name, cpu);
    }

    private static void namespace(String name) {
        admin.create(Namespace.RESOURCE, "", ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", name)));
        // Pods need the account, which a loop makes.
        eventually(() -> assertThat(get(ServiceAccount.RESOURCE, name, "default").isEmpty())
                .isFalse());
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
