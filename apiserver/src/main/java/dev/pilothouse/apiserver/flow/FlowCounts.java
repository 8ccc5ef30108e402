package dev.pilothouse.apiserver.flow;

import dev.pilothouse.api.metrics.Distribution;
import java.util.concurrent.atomic.LongAdder;

/// What is counted of the requests of one FlowSchema at one priority level.
///
/// @param full those that found too many who wait already
/// @param late those whose time to wait was over
/// @param waits how long those waited that had a seat in the end
/// @param waitsInVain how long those waited that had none
/// @param openings how long it took to open watches
record FlowCounts(
        LongAdder dispatched,
        LongAdder full,
        LongAdder late,
        LongAdder executing,
        LongAdder waiting,
        Distribution queue,
        Distribution waits,
        Distribution waitsInVain,
        Distribution executions,
        Distribution openings) {}
