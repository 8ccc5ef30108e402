package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.admission.Admission;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.storage.EventLifetime;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Another server may do its work while this one is held up between the writes that make a Service.
class HeldUpServiceTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Meanwhile meanwhile = new Meanwhile();
    private final Store store = new HeldUp(new MemoryStore(InstantSource.system()), meanwhile);
    private final Resources resources = new Resources(new Caches(store, executor), StorageFormat.TREE);
    private final Resource services = resources.find(Service.RESOURCE).orElseThrow();
    private final Resource addresses = resources.find(IPAddress.RESOURCE).orElseThrow();
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
    void aServiceWhoseAddressWasTakenFromItGetsAnother() throws MalformedJson {
        meanwhile.before = key -> key.equals(services.key("default", "web")) ? freed() : List.of();
        create("web", "ClusterIP");
        String address = object("web").object("spec").text("clusterIP");
        assertThat(meanwhile.did).isTrue();
        assertThat(store.get(addresses.key("", address))).isPresent();
    }

    @Test
    void anAddressThatWasGivenToAnotherServiceMeanwhileIsNotFreed() throws MalformedJson {
        create("web", "ClusterIP");
        String address = object("web").object("spec").text("clusterIP");
        meanwhile.after = key -> key.equals(services.key("default", "web")) ? List.of(given(address, "other")) : List.of();
        change("web", spec -> spec.with("type", "ExternalName").with("externalName", "example.org").without("clusterIP").without("clusterIPs"));
        assertThat(meanwhile.did).isTrue();
        assertThat(store.get(addresses.key("", address))).isPresent();
    }

    @Test
    void anAddressThatAServiceHasNoMoreIsFree() throws MalformedJson {
        create("web", "ClusterIP");
        String address = object("web").object("spec").text("clusterIP");
        change("web", spec -> spec.with("type", "ExternalName").with("externalName", "example.org").without("clusterIP").without("clusterIPs"));
        assertThat(store.get(addresses.key("", address))).isEmpty();
    }

    private void create(String name, String type) throws MalformedJson {
        ObjectTree object = Json.parse("{'apiVersion':'v1','kind':'Service','metadata':{'name':'NAME'},'spec':{'type':'TYPE','ports':[{'port':80}]}}"
                        .replace("NAME", name)
                        .replace("TYPE", type)
                        .replace('\'', '"'))
                .asObject();
        registry.create(services, "default", services.strategy().defaults(object), Operation.ofServer(Instant.EPOCH));
    }

    private void change(String name, UnaryOperator<ObjectTree> spec) {
        registry.update(
                services,
                "",
                "default",
                name,
                current -> current.with("spec", spec.apply(current.object("spec"))),
                Registry.Way.REPLACE,
                Operation.ofServer(Instant.EPOCH));
    }

    private ObjectTree object(String name) {
        return services.cache().latest(services.key("default", name)).orElseThrow().object();
    }

    /// As [LostAddresses] of another server would.
    private List<Transaction.Change> freed() {
        List<Transaction.Change> all = new ArrayList<>();
        addresses.cache().consistent().snapshot().walk(
                addresses.cache().prefix(), "", item -> all.add(new Transaction.Change.Delete(item.key())));
        return all;
    }

    private Transaction.Change given(String address, String service) {
        ObjectTree object = addresses.cache().latest(addresses.key("", address)).orElseThrow().object();
        ObjectTree other = object.withAt(Tree.of(service), "spec", "parentRef", "name");
        return new Transaction.Change.Put(addresses.key("", address), addresses.form().encode(other), 0);
    }

    /// What others write when this server writes a key.
    private interface Others {
        List<Transaction.Change> at(String key);
    }

    private static final class Meanwhile {
        private volatile Others before = _ -> List.of();
        private volatile Others after = _ -> List.of();
        private volatile boolean did;
    }

    private record HeldUp(Store store, Meanwhile meanwhile) implements ForwardingStore {
        @Override
        public Store before(Store other) {
            return new HeldUp(other, meanwhile);
        }

        @Override
        public Outcome commit(Transaction transaction) {
            String key = transaction.changes().getFirst().key();
            once(meanwhile.before.at(key));
            Outcome outcome = store.commit(transaction);
            once(meanwhile.after.at(key));
            return outcome;
        }

        private void once(List<Transaction.Change> others) {
            if (!meanwhile.did && !others.isEmpty()) {
                meanwhile.did = true;
                store.commit(new Transaction(List.of(), others));
            }
        }
    }
}
