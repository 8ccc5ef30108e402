package dev.pilothouse.apiserver.model;

import java.util.List;
import java.util.Optional;

/// What a client saw. Revisions around it say what it must, may and must not have seen: `floor` is what had been
/// acknowledged or shown to anybody before the request, `ceiling` what the store had reached after the answer.
sealed interface Seen {
    Kind kind();

    /// Which revision a read asked for.
    sealed interface Asked {
        /// No older than everything acknowledged.
        record Newest() implements Asked {}

        /// Whatever is at hand.
        record Any() implements Asked {}

        record NotOlderThan(long revision) implements Asked {}

        record Exactly(long revision) implements Asked {}
    }

    /// @param after the key behind which the page starts; empty for the first one
    /// @param limit 0 for all
    /// @param more whether the answer says how to go on
    record Listed(
            Kind kind,
            Pick pick,
            Asked asked,
            long floor,
            long ceiling,
            String after,
            long limit,
            long revision,
            List<Sight> items,
            boolean more,
            Optional<Long> remaining)
            implements Seen {}

    /// A list that was refused since its revision is forgotten.
    ///
    /// @param compacted the store's compaction after the answer
    record Expired(Kind kind, long revision, long compacted) implements Seen {}

    /// A read that was refused since its revision has not come.
    record TooEarly(Kind kind, long revision, long floor) implements Seen {}

    record Got(Kind kind, String key, Asked asked, long floor, long ceiling, Optional<Sight> found) implements Seen {}

    /// A write that was only to happen over one version.
    ///
    /// @param revision of the change; 0 for a deletion that didn't say it
    record WroteOver(Kind kind, String key, long expected, long revision) implements Seen {}

    /// A write that was sent once.
    ///
    /// @param mark what it puts into its version
    /// @param undone whether its answer says that nothing was done
    record Sent(Kind kind, String mark, boolean undone, int status) implements Seen {}

    /// A watch refused because what it asked for is no longer kept.
    ///
    /// @param mayBe whether anything happened that makes it so
    record Forgotten(Kind kind, long from, boolean mayBe) implements Seen {}

    /// A defect that shows without a model.
    record Strange(Kind kind, String what) implements Seen {}
}
