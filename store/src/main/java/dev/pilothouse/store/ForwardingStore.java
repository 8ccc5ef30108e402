package dev.pilothouse.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A store before another one: each call is handed on unless a class says otherwise.
public interface ForwardingStore extends Store {
    /// Whom calls are handed on to.
    Store store();

    /// The same before another store. Equal if it is before an equal one.
    Store before(Store other);

    @Override
    default Store keeping(String key) {
        Store kept = store().keeping(key);
        return kept == store() ? this : before(kept);
    }

    @Override
    default List<Store> others() {
        return store().others().stream().map(this::before).toList();
    }

    @Override
    default long revision() {
        return store().revision();
    }

    @Override
    default void check() {
        store().check();
    }

    @Override
    default long compactedRevision() {
        return store().compactedRevision();
    }

    @Override
    default Optional<Entry> get(String key) {
        return store().get(key);
    }

    @Override
    default Page range(Range range) {
        return store().range(range);
    }

    @Override
    default Outcome commit(Transaction transaction) {
        return store().commit(transaction);
    }

    @Override
    default Watch watch(String prefix, long fromRevision) {
        return store().watch(prefix, fromRevision);
    }

    @Override
    default void compact(long revision) {
        store().compact(revision);
    }

    @Override
    default long lease(Duration ttl) {
        return store().lease(ttl);
    }

    @Override
    default Optional<Duration> remaining(long lease) {
        return store().remaining(lease);
    }

    @Override
    default OptionalLong sizeBytes() {
        return store().sizeBytes();
    }

    @Override
    default List<RemoteCalls> remoteCalls() {
        return store().remoteCalls();
    }

    @Override
    default void close() {
        store().close();
    }
}
