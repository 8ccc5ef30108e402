package dev.pilothouse.apiserver.read;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Snapshots of paged lists under way, the latest of them. Safe for many threads.
final class PinnedSnapshots {
    /// Snapshots kept; each shares what didn't change with the others.
    static final int MOST = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Long, ResourceCache.Image> images = new LinkedHashMap<>();

    void keep(ResourceCache.Image image) {
        lock.lock();
        try {
            images.putIfAbsent(image.revision(), image);
            if (images.size() > MOST) {
                images.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<ResourceCache.Image> at(long revision) {
        lock.lock();
        try {
            return Optional.ofNullable(images.get(revision));
        } finally {
            lock.unlock();
        }
    }
}
