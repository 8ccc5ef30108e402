package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A watch on a resource that nobody has read here yet starts behind revisions that its client knows from elsewhere.
class UnreadTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);
    /// The same objects in another version.
    private static final StoredForm LOUD =
            new StoredForm(colored(text -> text.toLowerCase(Locale.ROOT)), colored(text -> text.toUpperCase(Locale.ROOT)), Json::lent);
    private static final int SEEDS = 60;

    private final MemoryStore store = new MemoryStore(InstantSource.system());

    @AfterEach
    void end() {
        store.close();
    }

    private static UnaryOperator<ObjectTree> colored(UnaryOperator<String> change) {
        return object -> object.with("color", change.apply(object.text("color")));
    }

    private long put(String key, String color) {
        byte[] value = AS_IT_IS.encode(ObjectTree.EMPTY.with("color", color));
        return change(new Transaction.Change.Put("/registry/" + key, value, 0));
    }

    private long change(Transaction.Change... changes) {
        store.commit(new Transaction(List.of(), List.of(changes)));
        return store.revision();
    }

    /// Writes as somebody else's, beside this server: nobody reads a cache for them.
    private void writeSomething(Random random) {
        for (int i = random.nextInt(1, 40); i > 0; i--) {
            String name = "pods/p" + random.nextInt(5);
            switch (random.nextInt(5)) {
                case 0 -> put("nodes/n" + random.nextInt(3), "grey");
                case 1 -> change(new Transaction.Change.Delete("/registry/" + name));
                case 2 ->
                    change(
                            new Transaction.Change.Delete("/registry/" + name),
                            new Transaction.Change.Put(
                                    "/registry/pods/q", AS_IT_IS.encode(ObjectTree.EMPTY.with("color", "red")), 0));
                default -> put(name, random.nextBoolean() ? "red" : "blue");
            }
        }
    }

    private static String told(String key, long revision, Optional<ObjectTree> before, Optional<ObjectTree> now) {
        return revision + " " + key + ": " + before.map(object -> object.text("color")).orElse("nothing") + " to "
                + now.map(object -> object.text("color")).orElse("nothing");
    }

    private List<String> committed(long behind, StoredForm form) throws InterruptedException {
        List<String> all = new ArrayList<>();
        try (Watch watch = store.watch("/registry/pods/", behind + 1)) {
            for (List<Event> events = watch.next(Duration.ZERO);
                    !events.isEmpty();
                    events = watch.next(Duration.ZERO)) {
                for (Event event : events) {
                    Optional<Entry> now = event instanceof Event.Put put ? Optional.of(put.entry()) : Optional.empty();
                    all.add(told(
                            event.key(),
                            event.revision(),
                            event.previous().map(entry -> object(entry, form)),
                            now.map(entry -> object(entry, form))));
                }
            }
        }
        return all;
    }

    private static ObjectTree object(Entry entry, StoredForm form) {
        return form.decode(entry.key(), entry.value(), entry.modRevision()).object();
    }

    private static List<String> seen(ResourceCache cache, long behind) throws InterruptedException {
        Watcher watcher = new Watcher(_ -> Watcher.Sight.MODIFIED, Optional.empty(), new LongAdder());
        cache.join(watcher, behind);
        return watcher.take(0).stream()
                .map(Watcher.Seen::change)
                .map(change -> told(
                        change.now().key(),
                        change.revision(),
                        change.before().map(Item::object),
                        change.deleted() ? Optional.empty() : Optional.of(change.now().object())))
                .toList();
    }

    /// A watch starts behind each revision since then, and behind none before.
    private void assertRemembersSince(long began, ResourceCache cache, StoredForm form, int seed) throws InterruptedException {
        long now = cache.consistent().revision();
        for (long behind = began; behind <= now; behind++) {
            assertThat(seen(cache, behind))
                    .as("seed %s, behind %s of %s..%s", seed, behind, began, now)
                    .isEqualTo(committed(behind, form));
        }
        assertThatExceptionOfType(StoreException.Compacted.class).isThrownBy(() -> seen(cache, began - 1));
    }

    @Test
    void everyChangeSinceTheFeedBeganIsToldWhoeverMadeIt() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            writeSomething(random);
            long began = store.revision();
            try (Caches caches = new Caches(store, THREADS)) {
                writeSomething(random);
                if (random.nextBoolean()) {
                    // The feed has told all of it, or some, or nothing yet.
                    caches.of("nodes", "nodes", AS_IT_IS).consistent();
                    if (random.nextBoolean()) {
                        writeSomething(random);
                    }
                }
                ResourceCache pods = caches.of("pods", "pods", AS_IT_IS);
                writeSomething(random);
                assertRemembersSince(began, pods, AS_IT_IS, seed);
            }
        }
    }

    @Test
    void anotherVersionRemembersWhatTheFirstDoes() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            writeSomething(random);
            long began = store.revision();
            try (Caches caches = new Caches(store, THREADS)) {
                writeSomething(random);
                ResourceCache first = caches.of("pods v1", "pods", AS_IT_IS);
                writeSomething(random);
                if (random.nextBoolean()) {
                    first.consistent();
                }
                ResourceCache second = caches.of("pods v2", "pods", LOUD);
                writeSomething(random);
                assertRemembersSince(began, second, LOUD, seed);
            }
        }
    }

    @Test
    void anotherVersionRemembersNoMoreThanTheFirst() throws InterruptedException {
        try (Caches caches = new Caches(store, THREADS)) {
            ResourceCache first = caches.of("pods v1", "pods", AS_IT_IS);
            first.consistent();
            long oldest = put("pods/a", "red");
            LongStream.range(0, RecentChanges.KEPT).forEach(_ -> put("pods/a", "blue"));
            first.consistent();
            ResourceCache second = caches.of("pods v2", "pods", LOUD);
            second.consistent();
            assertThat(seen(second, oldest)).hasSize(RecentChanges.KEPT).isEqualTo(committed(oldest, LOUD));
            assertThatExceptionOfType(StoreException.Compacted.class).isThrownBy(() -> seen(second, oldest - 1));
        }
    }

    @Test
    void itIsAllTheSameWhatWasCompactedSince() throws InterruptedException {
        put("pods/a", "red");
        long began = store.revision();
        try (Caches caches = new Caches(store, THREADS)) {
            long changed = put("pods/a", "blue");
            put("nodes/n", "grey");
            caches.of("nodes", "nodes", AS_IT_IS).consistent();
            store.compact(store.revision());
            ResourceCache pods = caches.of("pods", "pods", AS_IT_IS);
            pods.consistent();
            assertThat(seen(pods, began)).containsExactly(changed + " /registry/pods/a: red to blue");
        }
    }

    @Test
    void aResourceThatNobodyFollowsAnyMoreBeginsWhereItWasLeft() throws InterruptedException {
        try (Caches caches = new Caches(store, THREADS)) {
            ResourceCache first = caches.of("pods", "pods", AS_IT_IS);
            long followed = put("pods/a", "red");
            first.consistent();
            caches.drop(first, followed);
            long since = put("pods/a", "blue");
            ResourceCache second = caches.of("pods", "pods", AS_IT_IS);
            second.consistent();
            assertThat(seen(second, followed)).containsExactly(since + " /registry/pods/a: red to blue");
            assertThatExceptionOfType(StoreException.Compacted.class).isThrownBy(() -> seen(second, followed - 1));
        }
    }

    // ---- what is remembered

    private static Event put(long created, long revision, int size, boolean told) {
        Optional<Entry> previous = told
                ? Optional.of(new Entry("/registry/pods/a", new byte[size], created, revision - 1, 0))
                : Optional.empty();
        return new Event.Put(new Entry("/registry/pods/a", new byte[size], created, revision, 0), previous);
    }

    @Test
    void theOldestEventsAreForgottenBeyondEitherBound() {
        Unread many = new Unread();
        many.beginAt(10);
        many.tell(LongStream.rangeClosed(11, 11 + Unread.KEPT).mapToObj(at -> put(2, at, 1, true)).toList(), 5_000);
        Past of = many.claim("/registry/pods/").orElseThrow();
        assertThat(of.from()).isEqualTo(11);
        assertThat(of.until()).isEqualTo(5_000);
        assertThat(of.events()).hasSize(Unread.KEPT);

        Unread large = new Unread();
        large.beginAt(10);
        int third = (int) (Unread.KEPT_BYTES / 6);
        large.tell(LongStream.rangeClosed(11, 15).mapToObj(at -> put(2, at, third, true)).toList(), 15);
        assertThat(large.claim("/registry/pods/").orElseThrow().from()).isEqualTo(12);
    }

    @Test
    void whatIsClaimedLeavesRoomForOthers() {
        Unread unread = new Unread();
        unread.beginAt(1);
        int half = (int) (Unread.KEPT_BYTES / 4);
        unread.tell(List.of(put(2, 3, half, true), put(2, 4, half, true)), 4);
        assertThat(unread.claim("/registry/pods/").orElseThrow().events()).hasSize(2);
        assertThat(unread.claim("/registry/pods/").orElseThrow().events()).isEmpty();
        unread.tell(List.of(put(2, 5, half, true), put(2, 6, half, true)), 6);
        assertThat(unread.claim("/registry/pods/").orElseThrow().from()).isEqualTo(1);
    }

    @Test
    void nothingIsClaimedOfWhatCouldNotBeRead() {
        Unread unread = new Unread();
        unread.beginAt(1);
        unread.tell(List.of(put(2, 3, 1, true)), 3);
        unread.miss();
        assertThat(unread.claim("/registry/pods/")).isEmpty();
        unread.tell(List.of(put(2, 5, 1, true)), 5);
        assertThat(unread.claim("/registry/pods/")).contains(new Past(5, 5, List.of()));
    }

    @Test
    void aChangeThatDoesNotTellWhatItReplacedIsTheEndOfWhatIsKnown() {
        Event known = put(2, 6, 1, true);
        Event made = put(4, 4, 1, false);
        assertThat(Past.of(1, 6, List.of(put(2, 3, 1, true), put(2, 5, 1, false), known)))
                .isEqualTo(new Past(5, 6, List.of(known)));
        assertThat(Past.of(1, 6, List.of(made, known))).isEqualTo(new Past(1, 6, List.of(made, known)));
        Event gone = new Event.Delete("/registry/pods/a", 3, Optional.empty());
        assertThat(Past.of(1, 6, List.of(gone, known))).isEqualTo(new Past(3, 6, List.of(known)));
    }
}
