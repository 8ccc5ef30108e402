package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.encryption.Sealing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What becomes of an entry on its way into a target: in which bytes it will stand there, and whether it goes there at all.
///
/// @param sealing how the target keeps values; it must open those of the file as well
/// @param now when the import began
/// @param ends of the leases that were met so far, by number
record Values(Sealing sealing, Instant now, Map<Long, Instant> ends) {
    /// What ends sooner isn't worth a move: the heartbeats of a control plane that has been stopped, above all.
    private static final Duration LEAST_LEFT = Duration.ofMinutes(1);

    Values(Sealing sealing, Instant now) {
        this(sealing, now, new HashMap<>());
    }

    void note(ExportFile.Item.Lease lease) {
        ends.put(lease.number(), lease.end());
    }

    /// Whether the entry is left behind because its lease is over.
    boolean isOver(Entry entry) {
        return end(entry).filter(end -> end.isBefore(now.plus(LEAST_LEFT))).isPresent();
    }

    /// When the entry ends, if it does.
    Optional<Instant> end(Entry entry) {
        if (entry.lease() == 0) {
            return Optional.empty();
        }
        Instant end = ends.get(entry.lease());
        if (end == null) {
            throw new StoreException.Corrupt(entry.key() + " is under a lease that isn't there");
        }
        return Optional.of(end);
    }

    /// Bytes that are already as they should be stay the very same.
    byte[] sealed(Entry entry) {
        Entry opened = sealing.open(entry);
        return opened.stale() ? sealing.seal(entry.key(), opened.value()) : entry.value();
    }
}
