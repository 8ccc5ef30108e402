package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.storage.EncryptionFigures;
import dev.pilothouse.app.encryption.Reloading;
import dev.pilothouse.store.Forgetting;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.etcd.Compaction;
import dev.pilothouse.store.etcd.EtcdStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What goes on beside a server until it is closed. Ends without a word.
@FunctionalInterface
interface Background extends AutoCloseable {

    /// Tells the store what history nobody needs any more: every etcd as agreed with the other servers, an embedded one alone.
    ///
    /// @param interval zero for never
    static Background compaction(Store store, Duration interval) {
        if (interval.isZero()) {
            return () -> {};
        }
        List<EtcdStore> etcds = EtcdStores.of(store);
        if (etcds.isEmpty()) {
            Forgetting forgetting = new Forgetting(store, interval);
            Thread.ofVirtual().name("store-compaction").start(forgetting);
            return forgetting::close;
        }
        List<Compaction> compactions =
                etcds.stream().map(etcd -> new Compaction(etcd, interval)).toList();
        compactions.forEach(it -> Thread.ofVirtual().name("etcd-compaction").start(it));
        return () -> compactions.forEach(Compaction::close);
    }

    /// Follows an encryption configuration, if one is to be followed.
    ///
    /// @param file what to follow
    /// @param rules what the sealing has from it
    /// @param figures hear of it
    static Background reload(
            Optional<Path> file, Sealing sealing, List<Sealing.Rule> rules, EncryptionFigures figures) throws IOException {
        if (file.isEmpty()) {
            return () -> {};
        }
        Reloading reloading = new Reloading(file.get(), sealing, rules, Reloading.EACH, figures);
        Thread.ofVirtual().name("encryption-reload").start(reloading);
        return reloading::close;
    }

    @Override
    void close();
}
