package dev.pilothouse.app.cli;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.etcd.Compaction;
import dev.pilothouse.store.etcd.EtcdStore;
import java.time.Duration;

/// Tells etcd what history nobody needs any more; the embedded stores find out themselves. Ends without a word.
@FunctionalInterface
interface Compacting extends AutoCloseable {

    /// @param interval zero for never
    static Compacting of(Store store, Duration interval) {
        if (!(store instanceof EtcdStore etcd) || interval.isZero()) {
            return () -> {};
        }
        Compaction compaction = new Compaction(etcd, interval);
        Thread.ofVirtual().name("etcd-compaction").start(compaction);
        return compaction::close;
    }

    @Override
    void close();
}
