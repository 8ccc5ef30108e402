package dev.pilothouse.app.cli;

import dev.pilothouse.app.encryption.Reloading;
import dev.pilothouse.store.encryption.Sealing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Follows an encryption configuration, if one is to be followed. Ends without a word.
@FunctionalInterface
interface Reload extends AutoCloseable {

    /// @param file what to follow
    /// @param rules what the sealing has from it
    static Reload of(Optional<Path> file, Sealing sealing, List<Sealing.Rule> rules) throws IOException {
        if (file.isEmpty()) {
            return () -> {};
        }
        Reloading reloading = new Reloading(file.get(), sealing, rules, Reloading.EACH);
        Thread.ofVirtual().name("encryption-reload").start(reloading);
        return reloading::close;
    }

    @Override
    void close();
}
