package dev.pilothouse.store.disk;

import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why a write was refused, said to the person who can do something about it.
final class Refusals {
    /// A disk with less room than this is called full, whatever language the system's error is in. A journal grows by no less.
    private static final long FULL_BYTES = Journal.CHUNK_BYTES;

    private static final int KIB = 1 << 10;

    private Refusals() {}

    /// @param folder that couldn't be written to
    static StoreException of(Path folder, IOException e) {
        if (e instanceof Journal.Unsettled) {
            return new StoreException.Unanswered(
                    "the cluster store can't write to " + folder + ": " + e.getMessage()
                            + "; after a restart the change may turn out to be done",
                    e);
        }
        long left = usable(folder);
        return new StoreException.Full(
                left < FULL_BYTES
                        ? "the disk of the cluster store is full (" + folder + ", " + left / KIB
                                + " KiB left): nothing was changed, and reads go on. Free space there; writes are taken"
                                + " again as soon as there is some"
                        : "the cluster store can't write to " + folder + ": " + DataFolder.describe(e)
                                + "; nothing was changed, and reads go on",
                e);
    }

    /// @return bytes that may still be written; very many if nobody knows
    private static long usable(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
