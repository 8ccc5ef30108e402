package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgettingTest {
    private final Store store = new MemoryStore(() -> Instant.EPOCH);
    private final Forgetting forgetting = new Forgetting(store, Duration.ofMinutes(5));

    private void put(String key) {
        store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, new byte[1], 0))));
    }

    @Test
    void whatWasSupersededAnIntervalAgoIsForgottenAndWhatIsYoungerIsNot() {
        put("/a");
        put("/a");
        forgetting.round();
        assertThat(store.compactedRevision()).isZero();
        put("/a");
        put("/b");
        forgetting.round();
        assertThat(store.compactedRevision()).isEqualTo(3);
        assertThatExceptionOfType(StoreException.Compacted.class)
                .isThrownBy(() -> store.range(Range.of("/").at(2)));
        assertThat(store.range(Range.of("/").at(4)).entries()).hasSize(1);
        forgetting.round();
        assertThat(store.compactedRevision()).isEqualTo(5);
        assertThat(store.range(Range.of("/")).entries()).hasSize(2);
    }

    @Test
    void whatWasDeletedIsForgottenAndMayComeBack() {
        put("/a");
        store.commit(Transaction.delete("/a", 2));
        forgetting.round();
        forgetting.round();
        assertThat(store.get("/a")).isEmpty();
        put("/a");
        put("/a");
        forgetting.round();
        forgetting.round();
        assertThat(store.get("/a").orElseThrow().modRevision()).isEqualTo(5);
        assertThat(store.get("/a").orElseThrow().createRevision()).isEqualTo(4);
    }
}
