package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.Event;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What writers of a resource tell its cache: what is on its way into the store, and what has arrived there.
final class Writes {
    /// Writes that the feed hasn't told of yet: some seconds of a feed that etcd tells late, a few kilobytes each, which the cache holds
    /// afterwards. With more all are forgotten, and their bytes are read, which costs the feed more than anything else that it does.
    private static final int UNDERWAY = 8_192;

    private final StoredForm form;
    /// By key: the last write that was tried on each.
    private final Map<String, Underway> underway = new ConcurrentHashMap<>();
    /// The last one that this server knows to be stored.
    private final AtomicLong last = new AtomicLong();

    Writes(StoredForm form) {
        this.form = form;
    }

    Underway expect(String key, ObjectTree object, Optional<ObjectTree> readBack) {
        Optional<Underway> known = form.underway(key, object, readBack);
        known.ifPresent(it -> {
            if (underway.size() >= UNDERWAY) {
                underway.clear();
            }
            underway.put(key, it);
        });
        return known.orElseGet(() -> new Underway(key, form.encode(object), readBack.orElse(object), readBack.isPresent()));
    }

    void forget(Underway failed) {
        underway.remove(failed.key(), failed);
    }

    /// The write that the store tells of, if it is known here.
    Optional<Underway> take(Event.Put put) {
        Underway expected = underway.get(put.key());
        if (expected == null || !expected.isStoredAs(put.entry().value())) {
            return Optional.empty();
        }
        underway.remove(put.key(), expected);
        return Optional.of(expected);
    }

    void stored(long revision) {
        last.accumulateAndGet(revision, Math::max);
    }

    long last() {
        return last.get();
    }
}
