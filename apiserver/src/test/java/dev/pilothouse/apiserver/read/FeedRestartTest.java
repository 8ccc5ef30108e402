package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.Secret;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A feed that lost its place reads everything anew.
class FeedRestartTest {
    private static final List<GroupVersionResource> FILLED = List.of(
            ConfigMap.RESOURCE, Node.RESOURCE, Pod.RESOURCE, Secret.RESOURCE, Service.RESOURCE, ServiceAccount.RESOURCE);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Trouble trouble = new Trouble();
    private final Store store = new SlowStore(new MemoryStore(InstantSource.system()), trouble);
    private final Resources resources = new Resources(new Caches(store, executor), StorageFormat.TREE);

    @AfterEach
    void end() {
        store.close();
        executor.shutdownNow();
    }

    @Test
    void severalResourcesAreReadAtATimeAndNotAll() {
        List<Resource> filled = FILLED.stream().map(id -> resources.find(id).orElseThrow()).toList();
        filled.forEach(resource -> resource.cache().newest());
        trouble.reads.set(0);
        trouble.slow.set(true);
        trouble.compacted.set(true);
        await().until(() -> trouble.reads.get() == FILLED.size() && trouble.reading.get() == 0);
        assertThat(trouble.most).hasValue(Feed.REFILLS);
    }

    @Test
    void aStoreThatGoesAwayMeanwhileIsAskedAgain() {
        Resource maps = resources.find(ConfigMap.RESOURCE).orElseThrow();
        maps.cache().newest();
        trouble.away.set(true);
        trouble.compacted.set(true);
        await().until(() -> trouble.refused.get() > 1);
        store.commit(dev.pilothouse.store.Transaction.create(
                maps.key("default", "a"), "{\"metadata\":{\"name\":\"a\",\"namespace\":\"default\"}}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        trouble.away.set(false);
        await().until(() -> maps.cache().newest().snapshot().size() == 1);
    }

    private static final class Trouble {
        private final AtomicBoolean compacted = new AtomicBoolean();
        private final AtomicBoolean slow = new AtomicBoolean();
        private final AtomicBoolean away = new AtomicBoolean();
        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger reading = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
    }

    private record SlowStore(Store store, Trouble trouble) implements ForwardingStore {
        /// Longer than it takes to begin with the next.
        private static final Duration SLOW = Duration.ofMillis(300);

        @Override
        public Store before(Store other) {
            return new SlowStore(other, trouble);
        }

        @Override
        public Page range(Range range) {
            if (trouble.away.get()) {
                trouble.refused.incrementAndGet();
                throw new StoreException.Unavailable("away", new IllegalStateException());
            }
            trouble.most.accumulateAndGet(trouble.reading.incrementAndGet(), Math::max);
            try {
                if (trouble.slow.get()) {
                    Thread.sleep(SLOW);
                }
                return store.range(range);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                trouble.reads.incrementAndGet();
                trouble.reading.decrementAndGet();
            }
        }

        @Override
        public Watch watch(String prefix, long fromRevision) {
            Watch watch = store.watch(prefix, fromRevision);
            return new Watch() {
                @Override
                public List<Event> next(Duration timeout) throws InterruptedException {
                    if (trouble.compacted.getAndSet(false)) {
                        throw new StoreException.Compacted(1);
                    }
                    return watch.next(Duration.ofMillis(10));
                }

                @Override
                public long revision() {
                    return watch.revision();
                }

                @Override
                public void close() {
                    watch.close();
                }
            };
        }
    }
}
