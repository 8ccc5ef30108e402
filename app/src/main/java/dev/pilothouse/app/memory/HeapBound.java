package dev.pilothouse.app.memory;

import java.time.Duration;

/// Says when the whole heap is to be collected. The JVM's serial collector looks for garbage among what has lived for a while
/// only when it can grow no more, which is at a quarter of the machine, and gives nothing back before it did.
///
/// H1 What is in use stays below twice of what the last collection left, or [#SLACK] more than that where it is little.
/// H2 Where next to nothing has been allocated for [#QUIET], what piled up before is collected, once.
/// H3 The same for what was let go since it became quiet, of which less is worth it: none of it may turn out to live.
///
/// For one thread. All amounts are bytes.
final class HeapBound {
    static final long SLACK = 96L << 20;
    static final Duration QUIET = Duration.ofSeconds(5);

    /// What an idle cluster allocates within [#QUIET] and more: heartbeats, renewed leases.
    static final long NEXT_TO_NOTHING = 3L << 20;

    /// Less isn't worth a collection, nor is what is little beside that which lives: each looks at all of it.
    static final long WORTHWHILE = 32L << 20;

    private static final int WORTHWHILE_SHARE = 4;
    private static final long LET_GO_WORTHWHILE = 8L << 20;
    private static final int LET_GO_SHARE = 8;

    private long live;
    private long last;
    private long allocated;
    private long allocatedWhenBusy;
    private Duration calm = Duration.ZERO;
    private boolean resting;
    private long letGo;

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
            resting = false;
        } else {
            calm = calm.plus(passed);
        }
        return used > live + Math.max(live, SLACK)
                || (isQuiet() && (allocated > worthwhile() || letGo > Math.max(LET_GO_WORTHWHILE, live / LET_GO_SHARE)));
    }

    /// Whether it has become quiet, told once each time.
    boolean comesToRest() {
        boolean comes = isQuiet() && !resting;
        resting |= comes;
        return comes;
    }

    /// Takes note of what nobody refers to any more.
    void letGo(long bytes) {
        letGo += bytes;
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
        resting = false;
        letGo = 0;
    }
}
