package dev.pilothouse.apiserver.model;

import java.util.ArrayList;
import java.util.List;

/// All that one watch told.
final class Tape {
    /// How a watch starts.
    sealed interface Start {
        /// With the state at some revision between these two, as added objects.
        record State(long atLeast, long atMost) implements Start {}

        /// Behind a revision between these two, which are the same if the client named it.
        record Behind(long atLeast, long atMost) implements Start {}
    }

    /// What came.
    sealed interface Frame {
        record Event(Sight sight) implements Frame {}

        record Bookmark(long revision, boolean endOfState) implements Frame {}
    }

    final Kind kind;
    final Pick pick;
    final Start start;
    final String description;
    final List<Frame> frames = new ArrayList<>();
    /// Everything up to this revision must have come; 0 where the watch was left early.
    long completeUpTo;

    Tape(Kind kind, Pick pick, Start start, String description) {
        this.kind = kind;
        this.pick = pick;
        this.start = start;
        this.description = description;
    }

    @Override
    public String toString() {
        return "watch of " + kind + " " + pick + " " + description + " " + start;
    }
}
