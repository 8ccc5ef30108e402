package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OwnWritesTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);

    /// Tells its changes only once it is let.
    private record Slow(Store store, CountDownLatch tells) implements ForwardingStore {
        @Override
        public Store before(Store other) {
            return new Slow(other, tells);
        }

        @Override
        public Watch watch(String prefix, long fromRevision) {
            Watch watch = store.watch(prefix, fromRevision);
            return new Watch() {
                @Override
                public List<Event> next(Duration timeout) throws InterruptedException {
                    tells.await();
                    return watch.next(timeout);
                }

                @Override
                public long revision() {
                    return watch.revision();
                }

                @Override
                public void close() {
                    tells.countDown();
                    watch.close();
                }
            };
        }
    }

    private final CountDownLatch tells = new CountDownLatch(1);
    private final Store store = new Slow(new MemoryStore(InstantSource.system()), tells);
    private final Caches caches = new Caches(store, THREADS);
    private final ResourceCache cache = caches.of("configmaps", "configmaps", AS_IT_IS);

    @AfterEach
    void end() {
        caches.close();
        store.close();
    }

    @Test
    void aStateOfAnyAgeHoldsWhatWasWrittenThroughThisServer() {
        cache.wrote(written("mine"));
        CompletableFuture<ResourceCache.Image> state = CompletableFuture.supplyAsync(() -> cache.notOlderThan(0), THREADS);
        tells.countDown();
        assertThat(state.join().snapshot().get(key("mine"))).isPresent();
    }

    @Test
    void whatOthersWroteIsntWaitedFor() {
        cache.consistent();
        written("theirs");
        assertThat(cache.notOlderThan(0).snapshot().get(key("theirs"))).isEmpty();
    }

    @Test
    void whoCantCatchUpShowsWhatThereIs() {
        cache.consistent();
        cache.wrote(written("mine"));
        assertThat(cache.notOlderThan(1).snapshot().get(key("mine"))).isEmpty();
    }

    private long written(String name) {
        ObjectTree object = ObjectTree.EMPTY.with("metadata", ObjectTree.EMPTY.with("name", name).with("namespace", "default"));
        return store.commit(Transaction.create(key(name), AS_IT_IS.encode(object))) instanceof Outcome.Committed(long revision)
                ? revision
                : 0;
    }

    private String key(String name) {
        return cache.prefix() + "default/" + name;
    }
}
