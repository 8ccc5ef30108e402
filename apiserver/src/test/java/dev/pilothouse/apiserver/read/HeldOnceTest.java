package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An object is in memory once: what the store keeps of it is a part of what the cache serves.
class HeldOnceTest {
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);

    private final Store store = new MemoryStore(InstantSource.system());
    private final Caches caches = new Caches(store, task -> Thread.ofVirtual().start(task));

    @AfterEach
    void end() {
        caches.close();
        store.close();
    }

    private static byte[] object(String name) {
        return AS_IT_IS.encode(ObjectTree.EMPTY.with("metadata", ObjectTree.EMPTY.with("name", name)));
    }

    private ResourceCache cache() {
        return caches.of("pods", "pods", AS_IT_IS);
    }

    /// A store that kept an array of its own would lend it out again and again.
    private void assertHeldOnce(String key) {
        Entry entry = store.get(key).orElseThrow();
        assertThat(entry.value()).isEqualTo(object("a")).isNotSameAs(entry.value());
    }

    @Test
    void whatWasThereBeforeTheCacheIsHeldOnce() {
        store.commit(Transaction.create("/registry/pods/default/a", object("a")));
        assertThat(cache().consistent().snapshot().size()).isEqualTo(1);
        assertHeldOnce("/registry/pods/default/a");
    }

    @Test
    void whatIsWrittenLaterIsHeldOnce() {
        ResourceCache cache = cache();
        store.commit(Transaction.create("/registry/pods/default/a", object("a")));
        assertThat(cache.consistent().snapshot().size()).isEqualTo(1);
        assertHeldOnce("/registry/pods/default/a");
    }

    @Test
    void whatTheCacheTakesOverFromItsWriterIsHeldOnce() {
        StoredForm taken = new StoredForm(
                object -> object, object -> object, Json::lent, Optional.of((object, before) -> object));
        ResourceCache cache = caches.of("pods", "pods", taken);
        ObjectTree written = Json.seal(ObjectTree.EMPTY.with("metadata", ObjectTree.EMPTY.with("name", "a")));
        Underway underway = cache.expect("/registry/pods/default/a", written, Optional.empty());
        store.commit(Transaction.create("/registry/pods/default/a", underway.value()));
        Item item = cache.consistent().snapshot().get("/registry/pods/default/a").orElseThrow();
        assertThat(item).isSameAs(underway.item(item.revision()));
        assertHeldOnce("/registry/pods/default/a");
    }

    @Test
    void whatItsWriterHasReadBackIsNotReadBackAgain() {
        StoredForm added = new StoredForm(
                object -> object, object -> object.with("added", "later"), Json::lent, Optional.of((object, before) -> {
                    throw new AssertionError("read back again");
                }));
        ResourceCache cache = caches.of("pods", "pods", added);
        ObjectTree written = ObjectTree.EMPTY.with("metadata", ObjectTree.EMPTY.with("name", "a"));
        Underway underway =
                cache.expect("/registry/pods/default/a", written, Optional.of(written.with("added", "later")));
        store.commit(Transaction.create("/registry/pods/default/a", underway.value()));
        Item item = cache.consistent().snapshot().get("/registry/pods/default/a").orElseThrow();
        assertThat(item).isSameAs(underway.item(item.revision()));
        assertThat(item.object().text("added")).isEqualTo("later");
    }
}
