package dev.pilothouse.app;

import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.client.LoopFigures;
import dev.pilothouse.scheduler.SchedulerFigures;

/// What the components of a process count in.
public record LoopCounts(LoopFigures loops, SchedulerFigures scheduler) {
    public LoopCounts() {
        this(new LoopFigures(), new SchedulerFigures());
    }

    /// All of it, and what somebody else tells.
    Source beside(Source other) {
        return sink -> {
            other.tell(sink);
            loops.tell(sink);
            scheduler.tell(sink);
        };
    }
}
