package dev.pilothouse.apiserver.read;

import dev.pilothouse.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The caches of all resources that somebody has asked for, and a feed for each store that keeps some of them. A cache lives by
/// the revisions of its own store alone: those of another one mean nothing to it.
public final class Caches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Caches.class);

    /// Below this everything lives (upstream's `--etcd-prefix`).
    public static final String ROOT = "/registry/";

    private final Store store;
    private final Executor executor;
    /// As many as there are stores.
    private final Map<Store, Feed> feeds = new ConcurrentHashMap<>();

    /// @param executor runs the feeds for as long as the caches are open
    public Caches(Store store, Executor executor) {
        this.store = store;
        this.executor = executor;
        feed(ROOT);
    }

    private Feed feed(String key) {
        return feeds.computeIfAbsent(store.keeping(key), kept -> new Feed(kept, executor));
    }

    /// The cache of the resource that is stored at the path, filled on first use.
    ///
    /// @param name tells caches of the same path apart: what is stored once may be served in several versions
    /// @param storagePath the path below [#ROOT], such as `pods`
    public ResourceCache of(String name, String storagePath, StoredForm form) {
        String prefix = ROOT + storagePath + "/";
        return feed(prefix).of(name, prefix, form);
    }

    /// Ends the watches on a cache and forgets it.
    ///
    /// @param revision up to which watchers are to see what happened
    public void drop(ResourceCache cache, long revision) {
        try {
            cache.atLeast(revision);
        } catch (TooEarly behind) {
            LOG.warn("Watches on {} end before they have seen everything", cache.prefix());
        }
        feeds.values().forEach(feed -> feed.drop(cache));
        cache.retire();
    }

    /// Leaves of all objects what can't be made again: half of their memory goes when the heap is collected next, and what
    /// somebody looks at comes back. Answers how many bytes those are.
    public long rest() {
        return feeds.values().stream().mapToLong(Feed::rest).sum();
    }

    /// Ends all watches and the feeds.
    @Override
    public void close() {
        feeds.values().forEach(Feed::close);
    }
}
