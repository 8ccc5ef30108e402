package dev.pilothouse.store.linear;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request and what came of it.
///
/// @param from when it was made, in a count that all clients share
/// @param to when its answer had come; later than everything else where none came
record Op(int client, long from, long to, Ask ask, Came came) {
    static final long NEVER = Long.MAX_VALUE;

    /// A key as the store showed it.
    record Shown(String key, long revision, String value) {}

    sealed interface Ask {
        /// @param changes what to write by key; empty to delete it
        /// @param expected the revision that each of these keys must have; 0 where it must not exist
        record Commit(Map<String, Optional<String>> changes, Map<String, Long> expected) implements Ask {}

        record Get(String key) implements Ask {}

        record List(String prefix) implements Ask {}

        record Revision() implements Ask {}
    }

    sealed interface Came {
        /// @param revision of the change; that of the store if nothing was changed
        record Done(long revision) implements Came {}

        record Refused(String key, Optional<Shown> current) implements Came {}

        record Found(Optional<Shown> entry) implements Came {}

        record Listed(List<Shown> entries, long revision) implements Came {}

        record At(long revision) implements Came {}

        /// The store promises that nothing was changed.
        record Failed(String why) implements Came {}

        /// It may have happened, or happen later, or never.
        record Unknown(String why) implements Came {}
    }
}
