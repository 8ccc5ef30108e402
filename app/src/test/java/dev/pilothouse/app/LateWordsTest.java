package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import dev.pilothouse.scheduler.Profile;
import dev.pilothouse.scheduler.Scheduler;
import dev.pilothouse.scheduler.SchedulerFigures;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What the scheduler says of a pod that fits nowhere, when it takes long to arrive.
class LateWordsTest {
    private static final Key POD = new Key("default", "p");

    /// Holds the first words on a pod until somebody lets them go.
    private record Slow(Transport transport, CountDownLatch said, CountDownLatch letGo) implements Transport {
        @Override
        public Answer send(Call call) {
            if (call.method().equals("PATCH") && call.path().endsWith("/pods/p/status")) {
                said.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return transport.send(call);
        }

        @Override
        public Events watch(Call call) {
            return transport.watch(call);
        }
    }

    @Test
    void whatWasTrueOfOneAttemptDoesntFollowWhatALaterOneDid() throws InterruptedException, MalformedYaml {
        Machine machine = Machine.withoutStore();
        try (ControlPlane cluster =
                ControlPlane.inMemory(Settings.standard().withParts(Settings.Parts.API_SERVER))) {
            Client admin = cluster.administrator();
            CountDownLatch said = new CountDownLatch(1);
            CountDownLatch letGo = new CountDownLatch(1);
            try (Scheduler scheduler = new Scheduler(
                    admin.transport(),
                    new Slow(admin.transport(), said, letGo),
                    Profile.STANDARD,
                    machine.clock(),
                    machine.random(),
                    machine.executor(),
                    new SchedulerFigures())) {
                scheduler.act();
                admin.create(ServiceAccount.RESOURCE, "default", yaml("metadata: {name: default}"));
                admin.create(Pod.RESOURCE, "default", yaml("""
                        metadata: {name: p}
                        spec: {containers: [{name: c, image: c:1}], tolerations: [{operator: Exists}]}
                        """));
                assertThat(said.await(1, TimeUnit.MINUTES)).isTrue();
                admin.create(Node.RESOURCE, "", yaml("""
                        metadata: {name: here}
                        status: {allocatable: {cpu: 4, memory: 8Gi, pods: 110}}
                        """));
                admin.strategicMerge(
                        Pod.RESOURCE, POD, "status", yaml("status: {conditions: [{type: example.com/x, status: 'True'}]}"));
                // Long enough for a scheduler that doesn't wait to bind the pod meanwhile.
                await().during(500, TimeUnit.MILLISECONDS)
                        .until(() -> admin.get(Pod.RESOURCE, POD).object("spec").text("nodeName").isEmpty());
                letGo.countDown();
                await().until(() -> admin.get(Pod.RESOURCE, POD).object("spec").text("nodeName").equals("here"));
                assertThat(admin.get(Pod.RESOURCE, POD).object("status").list("conditions").objects())
                        .extracting(condition -> condition.text("type") + "=" + condition.text("status"))
                        .containsExactlyInAnyOrder("example.com/x=True", "PodScheduled=True");
            }
        }
    }

    private static ObjectTree yaml(String text) throws MalformedYaml {
        return Yaml.parse(text.getBytes(StandardCharsets.UTF_8)).asObject();
    }
}
