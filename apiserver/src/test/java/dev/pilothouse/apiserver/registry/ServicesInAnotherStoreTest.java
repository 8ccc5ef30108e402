package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.Service;
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
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Services are kept in one store with their ports, and their addresses in another.
class ServicesInAnotherStoreTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Transaction> asked = new CopyOnWriteArrayList<>();
    private final Store ofServices = new MemoryStore(InstantSource.system());
    private final Store store = new SplitStore(
            new Noting(new MemoryStore(InstantSource.system()), asked),
            List.of(
                    new SplitStore.Route("/registry/services/specs/", ofServices),
                    new SplitStore.Route("/registry/ranges/", ofServices)),
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
    void aServiceIsWrittenWithNothingToAskInTheStoreOfItsAddress() throws MalformedJson {
        create("web");
        assertThat(services.cache().latest(services.key("default", "web"))).isPresent();
        assertThat(asked).hasSize(1).allSatisfy(transaction -> assertThat(transaction.changes()).hasSize(1));
    }

    private void create(String name) throws MalformedJson {
        String text = """
                {"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME"},
                 "spec":{"type":"NodePort","ports":[{"port":80}]}}
                """.replace("NAME", name);
        ObjectTree object = services.strategy().defaults(Json.parse(text).asObject());
        registry.create(services, "default", object, Operation.ofServer(Instant.EPOCH));
    }

    private record Noting(Store store, List<Transaction> asked) implements ForwardingStore {
        @Override
        public Store before(Store other) {
            return new Noting(other, asked);
        }

        @Override
        public Outcome commit(Transaction transaction) {
            asked.add(transaction);
            return store.commit(transaction);
        }
    }
}
