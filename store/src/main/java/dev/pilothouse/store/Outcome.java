package dev.pilothouse.store;

import java.util.Optional;

/// How a transaction ended.
public sealed interface Outcome {
    /// The changes are applied and durable.
    ///
    /// @param revision the transaction's revision; the current one if it changed nothing
    record Committed(long revision) implements Outcome {}

    /// A comparison did not hold; nothing was changed.
    ///
    /// @param key the first key whose comparison failed
    /// @param current what stands there
    record Conflict(String key, Optional<Entry> current) implements Outcome {}
}
