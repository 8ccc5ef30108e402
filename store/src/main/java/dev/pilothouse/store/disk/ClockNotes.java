package dev.pilothouse.store.disk;

import dev.pilothouse.store.mvcc.Leases;
import java.time.Duration;
import java.time.Instant;

/// What the journal knows of the store's clock, by which the ends of leases are told: somebody may set it while no store runs. For the
/// writer alone.
final class ClockNotes {
    /// Between two notes: so much may be given to leases again after a restart.
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Leases leases;
    private boolean resumed;

    ClockNotes(Leases leases) {
        this.leases = leases;
    }

    /// Adds a note to what is going to be written anyway, if it is time for one. The first after a start has all leases before it, whose
    /// ends are told by the clock of now.
    ///
    /// @return whether it did; then [#written] is to be called once the frame is durable
    boolean add(Records.Frame frame, Instant now) {
        if (frame.isEmpty() || !isTime(now)) {
            return false;
        }
        if (!resumed) {
            leases.all().forEach(frame::lease);
        }
        frame.clock(now);
        return true;
    }

    private boolean isTime(Instant now) {
        return !resumed || leases.told().map(told -> !now.isBefore(told.plus(EACH))).orElse(true);
    }

    void written(Instant now) {
        leases.told(now);
        resumed = true;
    }
}
