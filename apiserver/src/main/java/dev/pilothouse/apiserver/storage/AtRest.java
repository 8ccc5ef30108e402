package dev.pilothouse.apiserver.storage;

import dev.pilothouse.api.metrics.Source;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// How objects lie in the store.
///
/// @param format in which form they are written
/// @param keys whether those who keep the keys of encrypted objects are well; empty where nobody is asked for one
/// @param reloads whether a changed encryption configuration is taken over while the server runs
/// @param figures what is counted of encryption
/// @param patience with a store that is asked whether it is well
public record AtRest(
        StorageFormat format, Optional<BooleanSupplier> keys, boolean reloads, Source figures, Patience patience) {

    /// How long a store may take to say that it is well.
    ///
    /// @param live before the server counts as broken
    /// @param ready before nobody is sent to it any more
    public record Patience(Duration live, Duration ready) {
        /// Upstream's.
        public static final Patience USUAL = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    public static AtRest plain(StorageFormat format) {
        return new AtRest(format, Optional.empty(), false, _ -> {}, Patience.USUAL);
    }
}
