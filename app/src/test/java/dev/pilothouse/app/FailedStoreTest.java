package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.disk.DiskStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose store has failed says so, and serves what it can.
class FailedStoreTest {
    private static final Settings SETTINGS = Settings.standard().withParts(Settings.Parts.API_SERVER);

    @TempDir
    Path work;

    private final AtomicBoolean failing = new AtomicBoolean();

    private Instant now() {
        if (failing.get()) {
            throw new OutOfMemoryError("Java heap space");
        }
        return Instant.EPOCH;
    }

    @Test
    @Timeout(60)
    void isNotReadyRefusesWritesAndReadsOn() {
        InstantSource clock = InstantSource.system();
        Pki pki = Pki.create(SETTINGS.servingNames(), clock, new SecureRandom(), Runnable::run);
        try (Store store = DiskStore.open(work.resolve("store"), this::now, task -> Thread.ofPlatform().start(task));
                ControlPlane cluster = ControlPlane.start(Machine.real(store), pki, SETTINGS)) {
            Client admin = cluster.administrator();
            admin.create(ConfigMap.RESOURCE, "default", named("before"));
            assertThat(health(admin, "/readyz")).isEqualTo(200);
            failing.set(true);
            assertThatExceptionOfType(ApiError.class)
                    .isThrownBy(() -> admin.create(ConfigMap.RESOURCE, "default", named("refused")))
                    .withMessageContaining("takes no writes until the server is started again");
            failing.set(false);
            assertThat(health(admin, "/readyz")).isEqualTo(500);
            assertThat(health(admin, "/readyz/etcd")).isEqualTo(500);
            assertThat(health(admin, "/livez")).isEqualTo(500);
            assertThat(admin.get(ConfigMap.RESOURCE, new Key("default", "before")).text("kind")).isEqualTo("ConfigMap");
        }
    }

    private static int health(Client client, String path) {
        return client.transport()
                .send(new Transport.Call("GET", path, "", NullTree.ABSENT, "application/json"))
                .status();
    }

    private static ObjectTree named(String name) {
        return ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", name));
    }
}
