package dev.pilothouse.app.cli;

import dev.pilothouse.store.SplitStore;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.etcd.EtcdStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One etcd, or several when some resources are kept in others. Those have the same certificates, prefix and compaction.
final class EtcdStores {
    private EtcdStores() {}

    /// Waits until a member of each answers.
    static Store open(EtcdSettings settings, List<EtcdOverride> overrides) {
        return open(settings, overrides, EtcdStore::open);
    }

    /// The same servers in another order are the same etcd, also the one of everything else: that may be named to leave one resource
    /// of a group where it is. Whatever is kept in one etcd has one line of revisions.
    static Store open(EtcdSettings settings, List<EtcdOverride> overrides, Function<EtcdSettings, Store> opening) {
        Map<List<String>, Store> byServers = new LinkedHashMap<>();
        try {
            Store main = opening.apply(settings);
            byServers.put(sorted(settings), main);
            for (EtcdOverride override : overrides) {
                EtcdSettings there = settings.withEndpoints(override.servers());
                byServers.computeIfAbsent(sorted(there), _ -> opening.apply(there));
            }
            List<SplitStore.Route> routes = inOrder(overrides)
                    .flatMap(override -> override.prefixes().stream()
                            .map(prefix -> new SplitStore.Route(
                                    prefix, byServers.get(sorted(settings.withEndpoints(override.servers()))))))
                    .toList();
            List<Store> others = byServers.values().stream().filter(store -> store != main).toList();
            return others.isEmpty() ? main : new SplitStore(main, routes, others);
        } catch (RuntimeException e) {
            byServers.values().forEach(Store::close);
            throw e;
        }
    }

    /// Below which prefixes keys are in other etcds; of several that fit a key the first one holds.
    static List<String> prefixes(List<EtcdOverride> overrides) {
        return inOrder(overrides)
                .flatMap(override -> override.prefixes().stream())
                .toList();
    }

    private static List<String> sorted(EtcdSettings settings) {
        return settings.endpoints().stream().sorted().toList();
    }

    /// A resource before its group; what was said last before what was said of the same before.
    private static Stream<EtcdOverride> inOrder(List<EtcdOverride> overrides) {
        return Stream.concat(
                overrides.reversed().stream().filter(Predicate.not(EtcdOverride::isOfWholeGroup)),
                overrides.reversed().stream().filter(EtcdOverride::isOfWholeGroup));
    }

    /// The etcds behind a store, each once.
    static List<EtcdStore> of(Store store) {
        return Stream.concat(Stream.of(store.keeping("")), store.others().stream())
                .filter(EtcdStore.class::isInstance)
                .map(EtcdStore.class::cast)
                .toList();
    }
}
