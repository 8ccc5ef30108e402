package dev.pilothouse.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store that keeps what is below some prefixes in other stores, so that what is written often wears out a disk of its own
/// (upstream's `--etcd-servers-overrides`).
///
/// Each store counts its own revisions. What names keys goes where they are kept; everything else, and whatever lies above the
/// prefixes, is the first store's. Who counts on revisions asks [#keeping] for the one store that is meant.
///
/// @param main keeps whatever no route names
/// @param routes of several that fit a key the first one holds
/// @param others every store but the first, each once
public record SplitStore(Store main, List<Route> routes, List<Store> others) implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(SplitStore.class);

    /// Where keys with a prefix are kept.
    public record Route(String prefix, Store store) {}

    public SplitStore {
        routes = List.copyOf(routes);
        others = List.copyOf(others);
    }

    @Override
    public Store keeping(String key) {
        for (Route route : routes) {
            if (key.startsWith(route.prefix())) {
                return route.store();
            }
        }
        return main;
    }

    @Override
    public long revision() {
        return main.revision();
    }

    @Override
    public long compactedRevision() {
        return main.compactedRevision();
    }

    @Override
    public Optional<Entry> get(String key) {
        return keeping(key).get(key);
    }

    @Override
    public Page range(Range range) {
        return keeping(range.prefix()).range(range);
    }

    /// What concerns several stores goes into one after the other, that of the first comparison or else the first change before the
    /// rest, and its outcome is the answer. The rest goes by its own comparisons: what doesn't come about there stays for upkeep, as
    /// between any two writes of upstream's.
    @Override
    public Outcome commit(Transaction transaction) {
        Map<Store, Transaction> parts = parts(transaction);
        if (parts.size() < 2) {
            return parts.keySet().stream().findFirst().orElse(main).commit(transaction);
        }
        Optional<Outcome> first = Optional.empty();
        for (Map.Entry<Store, Transaction> part : parts.entrySet()) {
            if (first.isEmpty()) {
                Outcome outcome = part.getKey().commit(part.getValue());
                if (!(outcome instanceof Outcome.Committed)) {
                    return outcome;
                }
                first = Optional.of(outcome);
            } else {
                follow(part.getKey(), part.getValue());
            }
        }
        return first.orElseThrow();
    }

    private static void follow(Store store, Transaction part) {
        try {
            if (store.commit(part) instanceof Outcome.Conflict(String key, Optional<Entry> _)) {
                LOG.warn("What goes with a write in another store didn't come about: {} has changed", key);
            }
        } catch (StoreException away) {
            LOG.warn("What goes with a write in another store didn't come about: {}", away.getMessage());
        }
    }

    private Map<Store, Transaction> parts(Transaction transaction) {
        Map<Store, Transaction> parts = new LinkedHashMap<>();
        transaction.compares().forEach(compare -> add(parts, compare.key(), new Transaction(List.of(compare), List.of())));
        transaction.changes().forEach(change -> add(parts, change.key(), new Transaction(List.of(), List.of(change))));
        return parts;
    }

    private void add(Map<Store, Transaction> parts, String key, Transaction one) {
        parts.merge(keeping(key), one, Transaction::and);
    }

    @Override
    public Watch watch(String prefix, long fromRevision) {
        return keeping(prefix).watch(prefix, fromRevision);
    }

    @Override
    public void compact(long revision) {
        main.compact(revision);
    }

    @Override
    public long lease(Duration ttl) {
        return main.lease(ttl);
    }

    @Override
    public Optional<Duration> remaining(long lease) {
        return main.remaining(lease);
    }

    @Override
    public OptionalLong sizeBytes() {
        return main.sizeBytes();
    }

    @Override
    public List<RemoteCalls> remoteCalls() {
        return main.remoteCalls();
    }

    /// Closes all of them.
    @Override
    public void close() {
        List<Store> all = new ArrayList<>(others);
        all.add(main);
        all.forEach(Store::close);
    }
}
