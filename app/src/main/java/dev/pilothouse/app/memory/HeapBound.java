package dev.pilothouse.app.memory;

import java.time.Duration;

/// Says when the whole heap is to be collected. The JVM's serial collector looks for garbage among what has lived for a while
/// only when it can grow no more, which is at a quarter of the machine, and gives nothing back before it did.
///
/// H1 What is in use stays below twice of what the last collection left, or [#SLACK] more than that where it is little.
/// H2 Where next to nothing has been allocated for [#QUIET], what piled up before is collected, once.
///
/// For one thread. All amounts are bytes.
final class HeapBound {
    static final long SLACK = 96L << 20;
    static final Duration QUIET = Duration.ofSeconds(10);

    /// What an idle cluster allocates within [#QUIET] and more: heartbeats, renewed leases.
    static final long NEXT_TO_NOTHING = 4L << 20;

    /// Less isn't worth a collection, nor is what is little beside that which lives: each looks at all of it.
    static final long WORTHWHILE = 32L << 20;

    private static final int WORTHWHILE_SHARE = 4;

    private long live;
    private long last;
    private long allocated;
    private long allocatedWhenBusy;
    private Duration calm = Duration.ZERO;

    /// @param live what is in use at the beginning
    HeapBound(long live) {
        collected(live);
    }

    /// Whether a collection is due.
    ///
    /// @param used what is in use now, garbage among it
    /// @param passed since it was asked before
    boolean isDue(long used, Duration passed) {
        // A young collection in between hides some of it, never all: it leaves what had lived before.
        allocated += Math.max(0, used - last);
        last = used;
        if (allocated - allocatedWhenBusy > NEXT_TO_NOTHING) {
            allocatedWhenBusy = allocated;
            calm = Duration.ZERO;
        } else {
            calm = calm.plus(passed);
        }
        return used > live + Math.max(live, SLACK) || (isQuiet() && allocated > worthwhile());
    }

    /// Whether next to nothing has been allocated for [#QUIET].
    boolean isQuiet() {
        return calm.compareTo(QUIET) >= 0;
    }

    private long worthwhile() {
        return Math.max(WORTHWHILE, live / WORTHWHILE_SHARE);
    }

    /// Takes note of a collection.
    ///
    /// @param left what it left
    void collected(long left) {
        live = left;
        last = left;
        allocated = 0;
        allocatedWhenBusy = 0;
        calm = Duration.ZERO;
    }
}
