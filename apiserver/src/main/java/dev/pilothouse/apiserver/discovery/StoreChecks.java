package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.apiserver.discovery.Health.Check;
import dev.pilothouse.apiserver.storage.AtRest;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Whether stores answer, by the names that they have among upstream's checks.
///
/// @param main the store of everything that has no other one
/// @param others the stores of some resources, in the order in which they were named
/// @param atRest who keeps the keys of what is encrypted there
public record StoreChecks(Asked main, List<Asked> others, AtRest atRest) {
    private static final String LIVE = "etcd";
    private static final String READY = "etcd-readiness";

    public StoreChecks {
        others = List.copyOf(others);
    }

    /// One store, asked with the patience of either kind of check.
    record Asked(BooleanSupplier live, BooleanSupplier ready) {
        static Asked of(Store store, AtRest.Patience patience, Executor executor) {
            InTime question = new InTime(() -> answers(store), executor);
            return new Asked(question.within(patience.live()), question.within(patience.ready()));
        }
    }

    /// @param executor asks the stores
    public static StoreChecks of(Store store, AtRest atRest, Executor executor) {
        return new StoreChecks(
                Asked.of(store, atRest.patience(), executor),
                store.others().stream()
                        .map(other -> Asked.of(other, atRest.patience(), executor))
                        .toList(),
                atRest);
    }

    /// Whether it answers a question that only a store in good order can.
    private static boolean answers(Store store) {
        try {
            store.check();
            return true;
        } catch (StoreException unwell) {
            return false;
        }
    }

    /// All of them, the main one first.
    public List<BooleanSupplier> all() {
        return Stream.concat(Stream.of(main), others.stream()).map(Asked::live).toList();
    }

    List<Check> live() {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(LIVE, main.live()));
        for (int i = 0; i < others.size(); i++) {
            checks.add(new Check("etcd-override-" + i, LIVE, others.get(i).live()));
        }
        return checks;
    }

    /// A plugin that is away is no reason to start the server again.
    List<Check> keys() {
        return atRest.keys().map(well -> new Check("kms-providers", well)).stream().toList();
    }

    List<Check> ready() {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(LIVE, main.live()));
        checks.add(new Check(READY, main.ready()));
        for (int i = 0; i < others.size(); i++) {
            checks.add(new Check("etcd-override-" + i, LIVE, others.get(i).live()));
            checks.add(new Check("etcd-override-readiness-" + i, READY, others.get(i).ready()));
        }
        return checks;
    }
}
