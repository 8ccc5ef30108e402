package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.api.core.v1.Endpoints;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Transaction.Change;
import java.time.Duration;
import java.util.List;

/// Which API servers live: one key each, below `masterleases/`, that the store forgets when its server says nothing for a
/// while. Upstream's servers on the same store write and read the same keys.
///
/// @param store where all the servers of a cluster meet
final class MasterLeases {
    /// How long a server counts as living after it last said so (upstream's endpoint reconciler).
    static final Duration TTL = Duration.ofSeconds(15);

    private static final String PREFIX = Caches.ROOT + "masterleases/";

    private final Store store;
    private final TypeSchema schema = Schemas.builtIn().kind(Endpoints.KIND).orElseThrow();

    MasterLeases(Store store) {
        this.store = store.keeping(PREFIX);
    }

    /// The server at this address lives.
    void renew(String address) {
        ObjectTree subset = ObjectTree.of("addresses", ListTree.of(ObjectTree.EMPTY.with("ip", address)));
        ObjectTree lease = ObjectMeta.withName(
                        ObjectTree.EMPTY.with("kind", Endpoints.KIND.kind()).with("apiVersion", Endpoints.KIND.apiVersion()), address)
                .with("subsets", ListTree.of(subset));
        commit(new Change.Put(PREFIX + address, Protobuf.write(lease, schema), store.lease(TTL)));
    }

    /// The server at this address ends.
    void remove(String address) {
        commit(new Change.Delete(PREFIX + address));
    }

    /// The addresses of all servers that live.
    List<String> addresses() {
        return store.range(Range.of(PREFIX)).entries().stream()
                .map(entry -> entry.key().substring(PREFIX.length()))
                .sorted()
                .toList();
    }

    private void commit(Change change) {
        store.commit(new Transaction(List.of(), List.of(change)));
    }
}
