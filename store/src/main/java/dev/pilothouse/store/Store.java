package dev.pilothouse.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Keeps bytes under ordered keys and remembers every change in one line of revisions, as etcd's v3 API does.
///
/// Safe for use by many threads. Every method throws [StoreException.Closed] once the store is closed.
///
/// S1 Revisions: the n-th transaction that changes something has revision n + 1; all its changes share it.
/// S2 Durability: what [#commit] has answered, and what any reader or watch has seen, survives the end of the process
///    at any instant (the memory store: as long as the process lives).
/// S3 Compare and set: a transaction applies wholly if all its comparisons hold, and not at all otherwise.
/// S4 Watches deliver every change below their prefix from their revision on, in revision order, each once, or end
///    with [StoreException.Compacted].
/// S5 History: reads at a revision see exactly the state that it left, until it is compacted.
/// S6 Keys are ordered by their characters; they are meant to be ASCII paths such as `/registry/pods/default/a`.
public interface Store extends AutoCloseable {

    /// The revision of the last change; 1 in an empty store.
    long revision();

    /// Throws what keeps the store from its work altogether, if anything does. Health checks ask it.
    default void check() {
        revision();
    }

    /// The revision up to which history is forgotten; 0 while nothing is.
    long compactedRevision();

    /// The key's entry now.
    Optional<Entry> get(String key);

    /// Entries in key order.
    ///
    /// @throws StoreException.Compacted if the revision asked for is older than the compaction
    /// @throws StoreException.FutureRevision if it has not been reached
    Page range(Range range);

    /// Applies the changes if all comparisons hold. Returns when they are durable.
    ///
    /// @throws StoreException.Full if the disk takes no more; nothing has changed then
    Outcome commit(Transaction transaction);

    /// Changes below the prefix with revision `fromRevision` and later; 0 starts with the next change.
    ///
    /// @throws StoreException.Compacted if that revision is forgotten
    Watch watch(String prefix, long fromRevision);

    /// Forgets what was superseded at or before the revision. Reads and watches from before it are refused afterwards.
    void compact(long revision);

    /// A lease of this length from now: entries put under it are deleted when it ends. Answers its number.
    long lease(Duration ttl);

    /// How long the lease has left; empty once it has ended.
    Optional<Duration> remaining(long lease);

    /// Where the key is kept: mostly this store. Another one has revisions and leases of its own, which mean nothing here.
    default Store keeping(String key) {
        return this;
    }

    /// The other stores in which this one keeps some of its keys, in the order in which they were named.
    default List<Store> others() {
        return List.of();
    }

    /// How much room it takes where it keeps things; empty where that isn't known.
    default OptionalLong sizeBytes() {
        return OptionalLong.empty();
    }

    /// What it has asked of other processes over gRPC; nothing for one that keeps things itself.
    default List<RemoteCalls> remoteCalls() {
        return List.of();
    }

    @Override
    void close();
}
