package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A resource that takes long to read holds up nobody but those who ask for it.
class FirstUseTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);
    private static final long A_WHILE = Duration.ofSeconds(10).toNanos();

    /// Answers what was read of pods only once it is let.
    private record Slow(Store store, CountDownLatch reading, CountDownLatch answers) implements ForwardingStore {
        @Override
        public Store before(Store other) {
            return new Slow(other, reading, answers);
        }

        @Override
        public Page range(Range range) {
            Page page = store.range(range);
            if (range.prefix().equals("/registry/pods/")) {
                reading.countDown();
                await(answers);
            }
            return page;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final Store store = new Slow(new MemoryStore(InstantSource.system()), reading, answers);
    private final Caches caches = new Caches(store, THREADS);

    @AfterEach
    void end() {
        answers.countDown();
        caches.close();
        store.close();
    }

    private ResourceCache cache(String resource) {
        return caches.of(resource, resource, AS_IT_IS);
    }

    private long create(String resource, String name) {
        byte[] object = AS_IT_IS.encode(ObjectTree.EMPTY.with("metadata", ObjectTree.EMPTY.with("name", name)));
        Outcome made = store.commit(Transaction.create("/registry/" + resource + "/default/" + name, object));
        return ((Outcome.Committed) made).revision();
    }

    @Test
    void eventsOfOthersAreDeliveredWhileAResourceIsRead() throws InterruptedException {
        create("pods", "before");
        ResourceCache maps = cache("configmaps");
        Watcher watcher = new Watcher(_ -> Watcher.Sight.ADDED, Optional.empty(), new LongAdder());
        maps.join(watcher, maps.consistent().revision());

        CompletableFuture<ResourceCache> pods = CompletableFuture.supplyAsync(() -> cache("pods"), THREADS);
        CompletableFuture<ResourceCache> second = CompletableFuture.supplyAsync(() -> cache("pods"), THREADS);
        await(reading);
        create("pods", "meanwhile");
        long revision = create("configmaps", "a");
        assertThat(watcher.take(A_WHILE)).extracting(seen -> seen.change().revision()).containsExactly(revision);
        assertThat(maps.consistent().snapshot().size()).isOne();
        assertThat(pods).isNotDone();
        assertThat(second).isNotDone();

        answers.countDown();
        assertThat(pods.join()).isSameAs(second.join());
        assertThat(pods.join().consistent().snapshot().size()).isEqualTo(2);
        assertThat(pods.join().counts().readings().sum()).isOne();
        create("pods", "afterwards");
        assertThat(pods.join().consistent().snapshot().size()).isEqualTo(3);
    }
}
