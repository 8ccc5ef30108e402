package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.meta.ApiError;
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
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnansweredWriteTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Mute mute = new Mute();
    private final Store store = new MuteStore(new MemoryStore(InstantSource.system()), mute);
    private final Resources resources = new Resources(new Caches(store, executor), StorageFormat.TREE);
    private final Resource maps = resources.find(ConfigMap.RESOURCE).orElseThrow();
    private final Registry registry = new Registry(
            store,
            new Admission(List.of()),
            new ManagedOwnership(resources),
            ServiceAddresses.NONE,
            new EventTtl(store, InstantSource.system(), EventLifetime.USUAL),
            new IssuedCertificates(),
            new Random(1));

    @AfterEach
    void end() {
        store.close();
        executor.shutdownNow();
    }

    @Test
    void aChangeThatMayHaveBeenDoneIsNotMadeAgain() throws MalformedJson {
        create();
        mute.on = true;
        assertThatExceptionOfType(StoreException.Unanswered.class).isThrownBy(() -> change(UnansweredWriteTest::countedOn));
        mute.on = false;
        assertThat(count()).isEqualTo("1");
    }

    @Test
    void anObjectThatMayHaveBeenReplacedIsNoConflict() throws MalformedJson {
        ObjectTree sent = countedOn(create());
        mute.on = true;
        assertThatExceptionOfType(StoreException.Unanswered.class).isThrownBy(() -> change(_ -> sent));
        mute.on = false;
        assertThat(count()).isEqualTo("1");
        assertThatExceptionOfType(ApiError.class).isThrownBy(() -> change(_ -> sent)).withMessageContaining("modified");
    }

    private ObjectTree create() throws MalformedJson {
        ObjectTree object = Json.parse("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'counter'},'data':{'count':'0'}}"
                        .replace('\'', '"'))
                .asObject();
        return registry.create(maps, "default", object, operation()).object();
    }

    private void change(Registry.Change change) {
        registry.update(maps, "", "default", "counter", change, Registry.Way.REPLACE, operation());
    }

    private static ObjectTree countedOn(ObjectTree object) {
        return object.withAt(Tree.of("" + (Integer.parseInt(object.object("data").text("count")) + 1)), "data", "count");
    }

    private String count() {
        return maps.cache().latest(maps.key("default", "counter")).orElseThrow().object().object("data").text("count");
    }

    private static Operation operation() {
        return Operation.ofServer(Instant.EPOCH);
    }

    private static final class Mute {
        private volatile boolean on;
    }

    /// Does what it is asked to, and says nothing while it is mute.
    private record MuteStore(Store store, Mute mute) implements ForwardingStore {
        @Override
        public Store before(Store other) {
            return new MuteStore(other, mute);
        }

        @Override
        public Outcome commit(Transaction transaction) {
            Outcome outcome = store.commit(transaction);
            if (mute.on) {
                throw new StoreException.Unanswered("no answer", new IllegalStateException());
            }
            return outcome;
        }
    }
}
