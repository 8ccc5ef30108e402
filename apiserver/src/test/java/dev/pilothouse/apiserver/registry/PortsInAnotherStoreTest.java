package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.admission.Admission;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.storage.EventLifetime;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.SplitStore;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Services are kept in one store, and the record of their ports in another.
class PortsInAnotherStoreTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean mute = new AtomicBoolean();
    private final Store ofServices = new MuteStore(new MemoryStore(InstantSource.system()), mute);
    private final Store store = new SplitStore(
            new MemoryStore(InstantSource.system()),
            List.of(new SplitStore.Route("/registry/services/specs/", ofServices)),
            List.of(ofServices));
    private final Resources resources = new Resources(new Caches(store, executor), StorageFormat.TREE);
    private final Resource services = resources.find(Service.RESOURCE).orElseThrow();
    private final ManagedOwnership ownership = new ManagedOwnership(resources);
    private final Registry registry = new Registry(
            store,
            new Admission(List.of()),
            ownership,
            new ClusterAddresses(
                    store, resources, ownership, InstantSource.system(), new Random(1), "10.0.0.0/24", 30_000, 30_010),
            new EventTtl(store, InstantSource.system(), EventLifetime.USUAL),
            new IssuedCertificates(),
            new Random(1));

    @AfterEach
    void end() {
        store.close();
        executor.shutdownNow();
    }

    @Test
    void thePortOfAServiceThatMayHaveBeenWrittenIsNotGivenToAnother() throws MalformedJson {
        create("first", 30_001);
        mute.set(true);
        assertThatExceptionOfType(StoreException.Unanswered.class).isThrownBy(() -> create("web", 30_005));
        mute.set(false);
        assertThat(services.cache().latest(services.key("default", "web"))).isPresent();
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> create("other", 30_005))
                .withMessageContaining("provided port is already allocated");
    }

    @Test
    void thePortOfAServiceThatWasRefusedIsFree() throws MalformedJson {
        create("web", 30_005);
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> create("web", 30_006))
                .withMessageContaining("already exists");
        create("other", 30_006);
        assertThat(services.cache().latest(services.key("default", "other"))).isPresent();
    }

    private void create(String name, int port) throws MalformedJson {
        String text = """
                {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME"},
                 "spec":{"type":"NodePort","ports":[{"port":80,"nodePort":PORT}]}}
                """.replace("NAME", name).replace("PORT", Integer.toString(port));
        ObjectTree object = services.strategy().defaults(Json.parse(text).asObject());
        registry.create(services, "default", object, Operation.ofServer(Instant.EPOCH));
    }

    /// Does what it is asked to, and says nothing while it is mute.
    private record MuteStore(Store store, AtomicBoolean mute) implements ForwardingStore {
        @Override
        public Store before(Store other) {
            return new MuteStore(other, mute);
        }

        @Override
        public Outcome commit(Transaction transaction) {
            Outcome outcome = store.commit(transaction);
            if (mute.get()) {
                throw new StoreException.Unanswered("no answer", new IllegalStateException());
            }
            return outcome;
        }
    }
}
