package dev.pilothouse.apiserver.read;

import java.util.concurrent.atomic.LongAdder;

/// What one cache counts.
///
/// @param received changes that the feed told of
/// @param dispatched changes that were offered to watchers
/// @param initializations how often everything was read
/// @param initialEvents objects and changes that watches began with
public record CacheCounts(LongAdder received, LongAdder dispatched, LongAdder initializations, LongAdder initialEvents) {
    CacheCounts() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
