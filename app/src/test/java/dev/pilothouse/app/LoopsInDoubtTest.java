package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apps.v1.DaemonSet;
import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.apps.v1.StatefulSet;
import dev.pilothouse.api.batch.v1.Job;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A store that doesn't always say what became of a write leaves loops in doubt, and they get there all the same.
class LoopsInDoubtTest {
    private static final String POD = "{metadata: {labels: {app: APP}}, spec: {containers: [{name: main, image: none}]}}";

    private final AtomicInteger writes = new AtomicInteger(Doubtful.SETTLED);
    private final Store store = new Doubtful(new MemoryStore(InstantSource.system()), writes);
    private ControlPlane cluster;
    private Client admin;

    @BeforeEach
    void start() {
        Settings settings = Settings.standard();
        Machine machine = Machine.real(store);
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
    void whateverIsWantedComesAbout() {
        writes.set(0);
        make(Deployment.RESOURCE, "web", "replicas: 3, ");
        make(ReplicaSet.RESOURCE, "set", "replicas: 2, ");
        make(StatefulSet.RESOURCE, "data", "replicas: 2, serviceName: data, ");
        make(DaemonSet.RESOURCE, "each", "");
        create(Job.RESOURCE, """
                metadata: {name: work}
                spec:
                  completions: 3
                  template: {spec: {restartPolicy: Never, containers: [{name: main, image: none}]}}
                """);
        await().atMost(Duration.ofSeconds(60)).until(() -> writes.get() > Doubtful.LASTS);
        eventually(Deployment.RESOURCE, "web", "availableReplicas", 3);
        eventually(ReplicaSet.RESOURCE, "set", "readyReplicas", 2);
        eventually(StatefulSet.RESOURCE, "data", "readyReplicas", 2);
        eventually(DaemonSet.RESOURCE, "each", "numberReady", 3);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> admin.get(Job.RESOURCE, new Key("default", "work")).object("status").has("completionTime"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(admin.list(Pod.RESOURCE, "default", "app")).hasSize(3 + 2 + 2 + 3));
    }

    private void make(GroupVersionResource resource, String name, String more) {
        create(resource, """
                metadata: {name: NAME}
                spec: {MORE selector: {matchLabels: {app: NAME}}, template: POD}
                """.replace("MORE", more).replace("POD", POD).replace("NAME", name).replace("APP", name));
    }

    /// As a person would, who sees that it wasn't answered.
    private void create(GroupVersionResource resource, String text) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            try {
                admin.create(resource, "default", yaml(text));
                return true;
            } catch (ApiError e) {
                return e.is(Status.ALREADY_EXISTS);
            }
        });
    }

    private static ObjectTree yaml(String text) {
        try {
            return Yaml.parse(text).asObject();
        } catch (MalformedYaml e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private void eventually(GroupVersionResource resource, String name, String field, long wanted) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(admin.get(resource, new Key("default", name)).object("status").number(field))
                        .as("%s of %s %s", field, resource.resource(), name)
                        .isEqualTo(wanted));
    }

    /// Of the first writes, each third one is lost, and each third one is done and not answered.
    private record Doubtful(Store store, AtomicInteger writes) implements ForwardingStore {
        private static final int LASTS = 120;
        private static final int SETTLED = LASTS + 1;

        @Override
        public Store before(Store other) {
            return new Doubtful(other, writes);
        }

        @Override
        public Outcome commit(Transaction transaction) {
            int number = writes.get() > LASTS ? SETTLED : writes.incrementAndGet();
            if (number <= LASTS && number % 3 == 1) {
                throw new StoreException.Unanswered("the question was lost", new IllegalStateException());
            }
            Outcome outcome = store.commit(transaction);
            if (number <= LASTS && number % 3 == 2) {
                throw new StoreException.Unanswered("the answer was lost", new IllegalStateException());
            }
            return outcome;
        }
    }
}
