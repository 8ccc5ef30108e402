package dev.pilothouse.store;

import java.time.Duration;
import java.util.List;

/// A place in the line of changes. Used by one thread; closing it from another one ends the wait.
public interface Watch extends AutoCloseable {

    /// The next changes, at least one, all of each revision; an empty list when none came in time. Afterwards
    /// [#revision] tells how far the watch has seen, whether or not changes below its prefix were among them.
    ///
    /// @throws StoreException.Compacted if the watch fell behind the compaction
    /// @throws StoreException.Unreadable if a value can't be decrypted; the watch goes on behind it
    /// @throws StoreException.Closed if the watch or the store was closed
    List<Event> next(Duration timeout) throws InterruptedException;

    /// Every change up to this revision has been delivered.
    long revision();

    @Override
    void close();
}
