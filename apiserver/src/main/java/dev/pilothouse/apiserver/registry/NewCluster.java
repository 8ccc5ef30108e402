package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.read.Underway;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import java.util.Collection;
import java.util.Optional;

/// Stores the objects that a cluster begins with. They are finished: whatever [Registry] and the rooms before it add to an object
/// is in them already, so that nothing is left to do but the last step (decision 20).
public record NewCluster(Store store, Resources resources) {
    private static final String NAMESPACES = Caches.ROOT + "namespaces/";

    /// Whether nobody has begun the cluster: one that is begun has namespaces, and never loses the last.
    public boolean isUnbegun() {
        return store.range(Range.of(NAMESPACES).page("", 1)).entries().isEmpty();
    }

    /// Stores the object unless something stands in its place: another server may begin the cluster at the same time.
    public void store(GroupVersionResource id, ObjectTree finished) {
        Resource resource = resources.find(id).orElseThrow();
        String key = resource.key(ObjectMeta.namespace(finished), ObjectMeta.name(finished));
        Underway underway = resource.cache().expect(key, finished, Optional.of(finished));
        new Commits(store).apply(resource, Transaction.create(key, underway.value()), underway);
    }

    /// Returns when whoever reads these resources finds what was stored: rights are read from what caches hold.
    public void awaitSeen(Collection<GroupVersionResource> ids) {
        ids.forEach(id -> resources.find(id).orElseThrow().cache().consistent());
    }
}
