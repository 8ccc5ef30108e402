package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.Transaction.Change;
import dev.pilothouse.store.Transaction.Compare;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitStoreTest {
    private static final String EVENT = "/registry/events/default/e";
    private static final String POD = "/registry/pods/default/p";
    private static final byte[] VALUE = {1};

    private final MemoryStore main = new MemoryStore(InstantSource.system());
    private final MemoryStore other = new MemoryStore(InstantSource.system());
    private final SplitStore store =
            new SplitStore(main, List.of(new SplitStore.Route("/registry/events/", other)), List.of(other));

    @Test
    void eachKeyIsKeptInOneStore() {
        store.commit(Transaction.create(EVENT, VALUE));
        store.commit(Transaction.create(POD, VALUE));
        assertThat(main.get(EVENT)).isEmpty();
        assertThat(other.get(EVENT)).isPresent();
        assertThat(main.get(POD)).isPresent();
        assertThat(other.get(POD)).isEmpty();
        assertThat(store.get(EVENT)).isPresent();
        assertThat(store.range(Range.of("/registry/events/")).entries()).hasSize(1);
        assertThat(store.range(Range.of("/registry/pods/")).entries()).hasSize(1);
    }

    @Test
    void eachStoreCountsForItself() {
        store.commit(Transaction.create(POD, VALUE));
        store.commit(Transaction.update(POD, VALUE, main.revision()));
        assertThat(store.keeping(POD).revision()).isEqualTo(3);
        assertThat(store.keeping(EVENT).revision()).isEqualTo(1);
        assertThat(store.commit(Transaction.create(EVENT, VALUE))).isEqualTo(new Outcome.Committed(2));
    }

    @Test
    void aWatchTellsOfTheStoreOfItsPrefix() throws InterruptedException {
        try (Watch watch = store.watch("/registry/events/", 0)) {
            store.commit(Transaction.create(POD, VALUE));
            store.commit(Transaction.create(EVENT, VALUE));
            assertThat(watch.next(Duration.ofSeconds(5))).extracting(Event::key).containsExactly(EVENT);
        }
    }

    @Test
    void whatAWriteComparesDecidesWhetherTheRestHappens() {
        store.commit(Transaction.create(POD, VALUE));
        store.commit(Transaction.create(EVENT, VALUE));
        List<Change> both = List.of(new Change.Delete(EVENT), new Change.Delete(POD));
        assertThat(store.commit(new Transaction(List.of(new Compare(POD, 99)), both)))
                .isInstanceOf(Outcome.Conflict.class);
        assertThat(store.get(POD)).isPresent();
        assertThat(store.get(EVENT)).isPresent();
        // The answer is of the store that decided.
        assertThat(store.commit(new Transaction(List.of(new Compare(POD, 2)), both))).isEqualTo(new Outcome.Committed(3));
        assertThat(store.get(POD)).isEmpty();
        assertThat(store.get(EVENT)).isEmpty();
    }

    @Test
    void whatFailsInTheSecondStoreChangesNothingInTheFirst() {
        store.commit(Transaction.create(POD, VALUE));
        other.close();
        Transaction both = new Transaction(
                List.of(new Compare(POD, 2)), List.of(new Change.Delete(POD), new Change.Delete(EVENT)));
        assertThat(store.commit(both)).isInstanceOf(Outcome.Committed.class);
        assertThat(store.get(POD)).isEmpty();
    }

    @Test
    void aStoreBeforeItIsBeforeEachOfItsStores() {
        EncryptedStore encrypted = new EncryptedStore(store, new Sealing(List.of()));
        assertThat(encrypted.keeping(EVENT)).isEqualTo(new EncryptedStore(other, encrypted.sealing()));
        assertThat(encrypted.keeping(EVENT)).isEqualTo(encrypted.keeping("/registry/events/"));
        assertThat(encrypted.keeping(POD)).isNotEqualTo(encrypted.keeping(EVENT));
        assertThat(encrypted.others()).containsExactly(encrypted.keeping(EVENT));
        EncryptedStore whole = new EncryptedStore(main, encrypted.sealing());
        assertThat(whole.keeping(POD)).isSameAs(whole);
        assertThat(whole.others()).isEmpty();
    }
}
