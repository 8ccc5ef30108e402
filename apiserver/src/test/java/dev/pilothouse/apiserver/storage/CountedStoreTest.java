package dev.pilothouse.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.apiserver.metrics.Told;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CountedStoreTest {
    private final MemoryStore kept = new MemoryStore(InstantSource.system());
    private final StoreFigures figures = new StoreFigures();
    private final Store store = new CountedStore(kept, figures);

    @Test
    void requestsAreCountedByWhatTheyDoAndToWhat() {
        store.commit(Transaction.create("/registry/pods/default/a", new byte[] {1}));
        store.commit(Transaction.create("/registry/pods/default/a", new byte[] {2}));
        store.commit(Transaction.update("/registry/pods/default/a", new byte[] {3}, 2));
        store.commit(Transaction.delete("/registry/pods/default/a", 3));
        store.commit(Transaction.create("/registry/services/specs/default/a", new byte[] {1}));
        store.commit(Transaction.create("/registry/example.com/widgets/default/a", new byte[] {1}));
        store.get("/registry/masterleases/10.0.0.1");
        store.range(Range.of("/registry/deployments/"));
        assertThat(told("etcd_requests_total"))
                .isEqualTo(Map.of(
                        "[, create, pods]", 2.0,
                        "[, update, pods]", 1.0,
                        "[, delete, pods]", 1.0,
                        "[, create, services]", 1.0,
                        "[example.com, create, widgets]", 1.0,
                        "[, get, masterleases]", 1.0,
                        "[apps, list, deployments]", 1.0));
        assertThat(told("etcd_request_duration_seconds")).isEqualTo(told("etcd_requests_total"));
        assertThat(told("etcd_request_errors_total")).isEmpty();
    }

    @Test
    void whatFailsIsCountedAsWell() {
        kept.close();
        assertThatThrownBy(() -> store.get("/registry/nodes/a")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.range(Range.of("/registry/nodes/"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.commit(Transaction.create("/registry/nodes/a", new byte[0])))
                .isInstanceOf(StoreException.class);
        assertThat(told("etcd_request_errors_total"))
                .isEqualTo(Map.of("[, get, nodes]", 1.0, "[, list, nodes]", 1.0, "[, create, nodes]", 1.0));
    }

    @Test
    void whatComparesAndChangesNothingIsNobodysWrite() {
        store.commit(new Transaction(List.of(), List.of()));
        assertThat(told("etcd_requests_total")).isEmpty();
    }

    private Map<String, Double> told(String family) {
        Told told = new Told();
        figures.tell(told);
        return told.values().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(family + "["))
                .collect(Collectors.toMap(entry -> entry.getKey().substring(family.length()), Map.Entry::getValue));
    }
}
