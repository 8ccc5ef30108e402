package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.store.memory.MemoryStore;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostAddressesTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Store store = new MemoryStore(InstantSource.system());
    private final Resources resources = new Resources(new Caches(store, executor), StorageFormat.TREE);
    private final LostAddresses lost = new LostAddresses(resources, new Commits(store));

    @AfterEach
    void end() {
        store.close();
        executor.shutdownNow();
    }

    @Test
    void anAddressThatNoServiceHasIsFreedWhenItIsSeenTwice() throws MalformedJson {
        put(IPAddress.RESOURCE, "", "10.0.0.9", address("10.0.0.9", "ipallocator.k8s.io"));
        lost.repair();
        assertThat(isThere("10.0.0.9")).isTrue();
        lost.repair();
        assertThat(isThere("10.0.0.9")).isFalse();
    }

    @Test
    void anAddressWhoseServiceCameInTheEndStays() throws MalformedJson {
        put(IPAddress.RESOURCE, "", "10.0.0.9", address("10.0.0.9", "ipallocator.k8s.io"));
        lost.repair();
        put(Service.RESOURCE, "default", "web", service("10.0.0.9"));
        lost.repair();
        lost.repair();
        assertThat(isThere("10.0.0.9")).isTrue();
    }

    @Test
    void anAddressThatItsServiceNeverGotIsFreed() throws MalformedJson {
        put(Service.RESOURCE, "default", "web", service("10.0.0.8"));
        put(IPAddress.RESOURCE, "", "10.0.0.9", address("10.0.0.9", "ipallocator.k8s.io"));
        lost.repair();
        lost.repair();
        assertThat(isThere("10.0.0.9")).isFalse();
    }

    @Test
    void anAddressThatItsServiceWritesInAnotherFormStays() throws MalformedJson {
        put(Service.RESOURCE, "default", "web", service("fd00:0:0::9"));
        put(IPAddress.RESOURCE, "", "fd00::9", address("fd00::9", "ipallocator.k8s.io"));
        lost.repair();
        lost.repair();
        assertThat(isThere("fd00::9")).isTrue();
    }

    @Test
    void anAddressThatSomebodyElseMadeStays() throws MalformedJson {
        put(IPAddress.RESOURCE, "", "10.0.0.9", address("10.0.0.9", "somebody"));
        lost.repair();
        lost.repair();
        assertThat(isThere("10.0.0.9")).isTrue();
    }

    private static String service(String address) {
        return "{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','namespace':'default'},"
                + "'spec':{'clusterIP':'" + address + "'}}";
    }

    private static String address(String name, String manager) {
        return "{'apiVersion':'networking.k8s.io/v1','kind':'IPAddress','metadata':{'name':'" + name
                + "','labels':{'ipaddress.kubernetes.io/managed-by':'" + manager + "'}},"
                + "'spec':{'parentRef':{'resource':'services','namespace':'default','name':'web'}}}";
    }

    private void put(GroupVersionResource id, String namespace, String name, String json) throws MalformedJson {
        Resource resource = resources.find(id).orElseThrow();
        ObjectTree object = Json.parse(json.replace('\'', '"')).asObject();
        store.commit(Transaction.create(resource.key(namespace, name), resource.form().encode(object)));
    }

    private boolean isThere(String name) {
        Resource addresses = resources.find(IPAddress.RESOURCE).orElseThrow();
        return store.get(addresses.key("", name)).isPresent();
    }
}
