package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.encryption.Aes;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Providers;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.memory.MemoryStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One object that can't be decrypted keeps its own resource from being served, and no other.
class UnreadableTest {
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);
    private static final String SECRET = "/registry/secrets/default/a";

    private final MemoryStore plain = new MemoryStore(InstantSource.system());
    private final Store store = new EncryptedStore(
            plain,
            new Sealing(List.of(new Sealing.Rule(
                    "/registry/secrets/", new Providers(List.of(Aes.gcm("k", new byte[32], new SecureRandom())))))));
    private final Caches caches = new Caches(store, task -> Thread.ofVirtual().start(task));

    @AfterEach
    void end() {
        caches.close();
        store.close();
    }

    private ResourceCache cache(String resource) {
        return caches.of(resource, resource, AS_IT_IS);
    }

    private static byte[] object(String name) {
        return AS_IT_IS.encode(ObjectTree.EMPTY.with("metadata", ObjectTree.EMPTY.with("name", name)));
    }

    private static StoreException refusal(ResourceCache cache) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            StoreException refused = catchThrowableOfType(StoreException.class, cache::consistent);
            if (refused != null) {
                return refused;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("still served");
    }

    @Test
    void itsResourceSaysWhichAndOthersGoOn() throws InterruptedException {
        ResourceCache secrets = cache("secrets");
        ResourceCache maps = cache("configmaps");
        store.commit(Transaction.create(SECRET, object("a")));
        assertThat(secrets.consistent().snapshot().size()).isOne();
        plain.commit(Transaction.create(SECRET + "b", object("never sealed")));
        assertThat(refusal(secrets)).isInstanceOf(StoreException.Unreadable.class).hasMessageContaining(SECRET + "b");
        store.commit(Transaction.create("/registry/configmaps/default/a", object("a")));
        assertThat(maps.consistent().snapshot().size()).isOne();
    }

    @Test
    void otherObjectsOfItsResourceAreReadOneByOne() throws InterruptedException {
        ResourceCache secrets = cache("secrets");
        store.commit(Transaction.create(SECRET, object("a")));
        plain.commit(Transaction.create(SECRET + "b", object("never sealed")));
        refusal(secrets);
        store.commit(Transaction.create(SECRET + "c", object("c")));
        assertThat(secrets.latest(SECRET)).isPresent();
        assertThat(secrets.latest(SECRET + "c")).isPresent();
        assertThat(secrets.latest(SECRET + "d")).isEmpty();
        assertThatExceptionOfType(StoreException.Unreadable.class).isThrownBy(() -> secrets.latest(SECRET + "b"));
    }

    @Test
    void aResourceThatWasNeverReadIsNotTakenForEmpty() {
        plain.commit(Transaction.create(SECRET + "b", object("never sealed")));
        try (Caches later = new Caches(store, task -> Thread.ofVirtual().start(task))) {
            ResourceCache secrets = later.of("secrets", "secrets", AS_IT_IS);
            assertThatExceptionOfType(StoreException.Unreadable.class).isThrownBy(secrets::newest);
            assertThat(secrets.size()).isZero();
        }
    }

    @Test
    void whenItIsGoneTheResourceIsServedAgain() throws InterruptedException {
        plain.commit(Transaction.create(SECRET + "b", object("never sealed")));
        assertThatExceptionOfType(StoreException.Unreadable.class).isThrownBy(() -> cache("secrets").consistent());
        plain.commit(Transaction.delete(SECRET + "b", plain.revision()));
        store.commit(Transaction.create(SECRET, object("a")));
        Instant end = Instant.now().plusSeconds(20);
        while (true) {
            try {
                assertThat(cache("secrets").consistent().snapshot().size()).isOne();
                return;
            } catch (StoreException.Unreadable stillPausing) {
                assertThat(Instant.now()).isBefore(end);
                Thread.sleep(100);
            }
        }
    }
}
