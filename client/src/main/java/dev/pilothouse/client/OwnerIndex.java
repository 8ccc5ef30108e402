package dev.pilothouse.client;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/// Keys of the objects that a controller owns, by the controller's uid, and of those that none owns, by their
/// namespace: whoever looks for something to take in needn't go through all that others have. Written by one thread,
/// read by any.
final class OwnerIndex {
    private final Map<String, Set<Key>> owned = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<Key> uncontrolled = new ConcurrentSkipListSet<>();

    /// Notes what an object was and has become; empty for one that wasn't there, or isn't any more.
    void note(Key key, Optional<ObjectTree> before, Optional<ObjectTree> after) {
        Optional<String> old = before.flatMap(OwnerIndex::controllerUid);
        Optional<String> now = after.flatMap(OwnerIndex::controllerUid);
        if (after.isPresent() && now.isEmpty()) {
            uncontrolled.add(key);
        } else {
            uncontrolled.remove(key);
        }
        if (old.equals(now)) {
            return;
        }
        old.ifPresent(uid -> owned.computeIfPresent(uid, (_, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
        }));
        now.ifPresent(uid -> owned.compute(uid, (_, keys) -> {
            Set<Key> all = keys == null ? ConcurrentHashMap.newKeySet() : keys;
            all.add(key);
            return all;
        }));
    }

    Set<Key> ownedBy(String uid) {
        return owned.getOrDefault(uid, Set.of());
    }

    Collection<Key> uncontrolled(String namespace) {
        return uncontrolled.subSet(new Key(namespace, ""), new Key(namespace + "\0", ""));
    }

    private static Optional<String> controllerUid(ObjectTree object) {
        for (ObjectTree owner : object.object("metadata").list("ownerReferences").objects()) {
            if (owner.bool("controller")) {
                return Optional.of(owner.text("uid"));
            }
        }
        return Optional.empty();
    }
}
