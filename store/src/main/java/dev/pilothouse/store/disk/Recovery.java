package dev.pilothouse.store.disk;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.mvcc.Mvcc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The state that files add up to: the newest snapshot, then every journal behind it in order.
///
/// Nothing between the first record and the last may be missing: each transaction follows the one before, and each
/// journal starts where the one before ended. What is missing at the very end was never acknowledged.
final class Recovery {
    private final Mvcc mvcc = new Mvcc();
    private long lastLease;
    private long records;

    Mvcc state() {
        return mvcc;
    }

    /// What to do about a folder that isn't what was written there.
    static StoreException.Corrupt advised(StoreException.Corrupt found) {
        return new StoreException.Corrupt(found.getMessage()
                + ". Nothing was changed: move the folder away and restore a backup with `pilothouse store restore`");
    }

    /// The largest lease number that was ever given out, or 0.
    long lastLease() {
        return lastLease;
    }

    /// Records that were read and found whole.
    long records() {
        return records;
    }

    /// Reads everything without holding the folder.
    ///
    /// @return bytes of whole frames
    long all(StoreFiles files) throws IOException {
        long bytes = snapshot(files);
        for (Path path : files.journalsBehind(mvcc.revision())) {
            checkFollows(path);
            bytes += Journal.scan(path, this::replay);
        }
        return bytes;
    }

    /// Reads the newest snapshot, if there is one.
    ///
    /// @return its bytes
    long snapshot(StoreFiles files) throws IOException {
        Optional<Path> snapshot = files.newestSnapshot();
        return snapshot.isEmpty() ? 0 : snapshot(snapshot.get());
    }

    long snapshot(Path path) throws IOException {
        long bytes = Journal.scan(path, this::replay);
        if (mvcc.revision() == 1) {
            throw new StoreException.Corrupt(
                    path + " is not whole: a record at byte " + bytes + " fails its checksum, or the file is cut off there");
        }
        return bytes;
    }

    /// Reads a journal and keeps it open to go on with.
    Journal journal(Path path) throws IOException {
        checkFollows(path);
        return Journal.open(path, this::replay);
    }

    private void checkFollows(Path journal) {
        if (StoreFiles.revision(journal) > mvcc.revision()) {
            throw new StoreException.Corrupt("records are missing: what was read ends at revision " + mvcc.revision()
                    + ", and " + journal + " goes on behind revision " + StoreFiles.revision(journal));
        }
    }

    private void replay(ByteBuffer payload) {
        for (Records.Found found : Records.read(payload)) {
            records++;
            switch (found) {
                case Records.Found.Transaction(List<Event> events) -> {
                    long revision = events.getFirst().revision();
                    if (revision > mvcc.revision() + 1) {
                        throw new StoreException.Corrupt(
                                "revision " + revision + " follows revision " + mvcc.revision());
                    }
                    if (revision > mvcc.revision()) {
                        mvcc.apply(withPrevious(events));
                    }
                }
                case Records.Found.Lease(long lease, Instant end) -> {
                    mvcc.leases().grant(lease, end);
                    lastLease = Math.max(lastLease, lease);
                }
                case Records.Found.Clock(Instant now) -> mvcc.leases().told(now);
                case Records.Found.Stored(Entry entry) -> mvcc.restore(entry);
                case Records.Found.End(long revision) -> mvcc.restoreRevision(revision);
            }
        }
    }

    /// The journal doesn't repeat what was there before; the state knows it.
    private List<Event> withPrevious(List<Event> events) {
        List<Event> whole = new ArrayList<>(events.size());
        for (Event event : events) {
            Optional<Entry> previous = mvcc.get(event.key());
            whole.add(
                    switch (event) {
                        case Event.Put put -> new Event.Put(put.entry(), previous);
                        case Event.Delete delete -> new Event.Delete(delete.key(), delete.revision(), previous);
                    });
        }
        return whole;
    }
}
