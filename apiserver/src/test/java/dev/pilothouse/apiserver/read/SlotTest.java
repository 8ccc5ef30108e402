package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What happens while a resource is read, each time in one order that a seed decides on.
class SlotTest {
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);
    private static final String PODS = "/registry/pods/";
    private static final int SEEDS = 400;
    private static final byte[] VALUE = AS_IT_IS.encode(ObjectTree.EMPTY);

    /// Does something before and behind each reading.
    private record Eventful(Store store, Runnable before, Consumer<Page> behind) implements ForwardingStore {
        @Override
        public Store before(Store other) {
            return new Eventful(other, before, behind);
        }

        @Override
        public Page range(Range range) {
            before.run();
            Page page = store.range(range);
            behind.accept(page);
            return page;
        }
    }

    /// A store that is written to, and a feed that comes along now and then.
    private static final class World {
        private final Random random;
        private final MemoryStore store = new MemoryStore(InstantSource.system());
        private final ResourceCache cache =
                new ResourceCache(new Eventful(store, this::beforeReading, this::behindReading), PODS, AS_IT_IS);
        private final Slot slot = new Slot(cache);
        private Watch feed = store.watch(Caches.ROOT, 0);
        private int readings;
        /// What was read last.
        private long read;

        World(int seed) {
            this.random = new Random(seed);
        }

        private void beforeReading() {
            readings++;
            happen();
        }

        private void behindReading(Page page) {
            read = page.revision();
            happen();
            if (readings < 3 && random.nextInt(4) == 0) {
                startFeedAgain();
                happen();
            }
        }

        void happen() {
            for (int i = random.nextInt(8); i > 0; i--) {
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> put(PODS + "p" + random.nextInt(6));
                    case 3 -> put("/registry/nodes/n");
                    case 4 -> store.commit(new Transaction(
                            List.of(),
                            List.of(
                                    new Transaction.Change.Delete(PODS + "p" + random.nextInt(6)),
                                    new Transaction.Change.Put(PODS + "q", VALUE, 0))));
                    default -> follow();
                }
            }
        }

        private void put(String key) {
            store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, VALUE, 0))));
        }

        void follow() {
            List<Event> events = next(feed);
            slot.take(events.stream().filter(event -> event.key().startsWith(PODS)).toList(), feed.revision());
        }

        /// What it hasn't told yet it never tells.
        private void startFeedAgain() {
            feed.close();
            feed = store.watch(Caches.ROOT, 0);
            slot.refill();
        }

        void followToTheEnd() {
            while (feed.revision() < store.revision()) {
                follow();
            }
        }

        /// Revisions of what was written behind this one.
        List<String> committed(long behind) {
            List<String> all = new ArrayList<>();
            try (Watch watch = store.watch(PODS, behind + 1)) {
                for (List<Event> events = next(watch); !events.isEmpty(); events = next(watch)) {
                    events.forEach(event -> all.add(event.key() + " " + event.revision()));
                }
            }
            return all;
        }

        List<String> stored(long revision) {
            return store.range(Range.of(PODS).at(revision)).entries().stream()
                    .map(entry -> entry.key() + " " + entry.modRevision())
                    .toList();
        }

        List<String> held() {
            List<String> all = new ArrayList<>();
            cache.newest().snapshot().walk(PODS, "", item -> all.add(item.key() + " " + item.revision()));
            return all;
        }
    }

    private static List<Event> next(Watch watch) {
        try {
            return watch.next(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Watcher watcher() {
        return new Watcher(_ -> Watcher.Sight.MODIFIED, Optional.empty(), new LongAdder());
    }

    private static List<String> seen(Watcher watcher) throws InterruptedException {
        return watcher.take(0).stream()
                .map(seen -> seen.change().now().key() + " " + seen.change().revision())
                .toList();
    }

    @Test
    void nothingIsLostRepeatedOrReorderedWhateverHappensWhileAResourceIsRead() throws InterruptedException {
        int again = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = new World(seed);
            world.happen();
            world.slot.fill();
            again += world.readings > 1 ? 1 : 0;
            long filled = world.cache.newest().revision();
            assertThat(world.held()).as("seed %s", seed).isEqualTo(world.stored(filled));

            Watcher early = watcher();
            world.cache.join(early, world.read);
            Watcher late = watcher();
            world.cache.join(late, filled);
            world.happen();
            world.put(PODS + "last");
            world.followToTheEnd();
            assertThat(world.held()).as("seed %s", seed).isEqualTo(world.stored(world.store.revision()));
            assertThat(seen(early)).as("seed %s", seed).isEqualTo(world.committed(world.read));
            assertThat(seen(late)).as("seed %s", seed).isEqualTo(world.committed(filled));
        }
        assertThat(again).as("histories in which the feed lost its place").isGreaterThan(SEEDS / 10);
    }

    @Test
    void theFeedWaitsWithMoreThanIsKept() throws InterruptedException {
        MemoryStore store = new MemoryStore(InstantSource.system());
        AtomicReference<Slot> slot = new AtomicReference<>();
        Thread feed = Thread.ofPlatform().unstarted(() -> {
            slot.get().take(puts(2, Slot.KEPT), Slot.KEPT + 1);
            slot.get().take(puts(Slot.KEPT + 2, 1), Slot.KEPT + 2);
        });
        ResourceCache cache = new ResourceCache(
                new Eventful(store, () -> {}, _ -> {
                    feed.start();
                    while (feed.getState() != Thread.State.WAITING) {
                        assertThat(feed.isAlive()).as("the feed waits").isTrue();
                        Thread.onSpinWait();
                    }
                }),
                PODS,
                AS_IT_IS);
        slot.set(new Slot(cache));
        slot.get().fill();
        feed.join();
        assertThat(cache.newest().revision()).isEqualTo(Slot.KEPT + 2);
        assertThat(cache.newest().snapshot().get(PODS + "p").orElseThrow().revision()).isEqualTo(Slot.KEPT + 2);
        assertThat(cache.counts().received().sum()).isEqualTo(Slot.KEPT + 1);
    }

    private static List<Event> puts(long from, int count) {
        return LongStream.range(from, from + count)
                .<Event>mapToObj(revision ->
                        new Event.Put(new Entry(PODS + "p", VALUE, 2, revision, 0), Optional.empty()))
                .toList();
    }

    @Test
    void aResourceThatCouldNotBeReadIsReadByTheNextWhoAsks() {
        MemoryStore store = new MemoryStore(InstantSource.system());
        store.commit(Transaction.create(PODS + "p", VALUE));
        AtomicInteger readings = new AtomicInteger();
        Eventful away = new Eventful(store, () -> {}, _ -> {
            if (readings.incrementAndGet() == 1) {
                throw new StoreException.Closed();
            }
        });
        Slot slot = new Slot(new ResourceCache(away, PODS, AS_IT_IS));
        assertThatExceptionOfType(StoreException.Closed.class).isThrownBy(slot::fill);
        slot.take(List.of(), 2);
        slot.fill();
        assertThat(slot.cache().size()).isOne();
        slot.fill();
        assertThat(readings).hasValue(2);
    }
}
