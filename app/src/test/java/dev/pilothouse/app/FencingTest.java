package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Gate;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What a loop had begun to write when its lease ended isn't written any more.
class FencingTest {
    @Test
    void aWriteThatWasUnderWayWhenAnotherBeganToLeadReachesTheServerAndNotTheStore() {
        try (ControlPlane cluster =
                ControlPlane.inMemory(Settings.standard().withParts(Settings.Parts.API_SERVER))) {
            AtomicBoolean leads = new AtomicBoolean(true);
            Client admin = cluster.administrator();
            Transport server = cluster.ways().component("system:kube-controller-manager", "kube-controller-manager");
            // As a process that is stopped behind the gate and goes on when its lease has ended.
            Transport stopped = new Transport() {
                private int calls;

                @Override
                public Answer send(Call call) {
                    leads.set(calls++ == 0);
                    return server.send(call);
                }

                @Override
                public Events watch(Call call) {
                    return server.watch(call);
                }
            };
            try (Gate gate = new Gate(leads::get)) {
                Client loop = new Client(gate.through(stopped));
                loop.create(ServiceAccount.RESOURCE, "default", named("one"));
                assertThatExceptionOfType(ApiError.class)
                        .isThrownBy(() -> loop.create(ServiceAccount.RESOURCE, "default", named("two")))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(503));
            }
            assertThat(admin.find(ServiceAccount.RESOURCE, new Key("default", "one"))).isPresent();
            assertThat(admin.find(ServiceAccount.RESOURCE, new Key("default", "two"))).isEmpty();
        }
    }

    private static ObjectTree named(String name) {
        return ObjectMeta.withName(ObjectTree.EMPTY, name);
    }
}
