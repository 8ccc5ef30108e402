package dev.pilothouse.apiserver.storage;

import dev.pilothouse.api.metrics.Source;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// How objects lie in the store.
///
/// @param format in which form they are written
/// @param keys whether those who keep the keys of encrypted objects are well; empty where nobody is asked for one
/// @param figures what is counted of encryption
/// @param reloads whether a changed encryption configuration is taken over while the server runs
public record AtRest(StorageFormat format, Optional<BooleanSupplier> keys, boolean reloads, Source figures) {

    public static AtRest plain(StorageFormat format) {
        return new AtRest(format, Optional.empty(), false, _ -> {});
    }
}
