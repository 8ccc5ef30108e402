package dev.pilothouse.app.cli;

import dev.pilothouse.store.SplitStore;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.etcd.EtcdStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One etcd, or several when some resources are kept in others. Those have the same certificates, prefix and compaction.
final class EtcdStores {
    private EtcdStores() {}

    /// Waits until a member of each answers.
    static Store open(EtcdSettings settings, List<EtcdOverride> overrides) {
        List<Store> opened = new ArrayList<>();
        try {
            Store main = EtcdStore.open(settings);
            opened.add(main);
            if (overrides.isEmpty()) {
                return main;
            }
            // The same servers in another order are the same etcd.
            Map<List<String>, Store> byServers = new LinkedHashMap<>();
            for (EtcdOverride override : overrides) {
                byServers.computeIfAbsent(sorted(override), _ -> {
                    Store other = EtcdStore.open(settings.withEndpoints(override.servers()));
                    opened.add(other);
                    return other;
                });
            }
            List<SplitStore.Route> routes = inOrder(overrides)
                    .flatMap(override -> override.prefixes().stream()
                            .map(prefix -> new SplitStore.Route(prefix, byServers.get(sorted(override)))))
                    .toList();
            return new SplitStore(main, routes, List.copyOf(byServers.values()));
        } catch (RuntimeException e) {
            opened.forEach(Store::close);
            throw e;
        }
    }

    /// Below which prefixes keys are in other etcds; of several that fit a key the first one holds.
    static List<String> prefixes(List<EtcdOverride> overrides) {
        return inOrder(overrides)
                .flatMap(override -> override.prefixes().stream())
                .toList();
    }

    private static List<String> sorted(EtcdOverride override) {
        return override.servers().stream().sorted().toList();
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
