package dev.pilothouse.store.disk;

import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why a write was refused, said to the person who can do something about it.
final class Refusals {
    /// A disk with less room than this is called full, whatever language the system's error is in. A journal grows by no less.
    private static final long FULL_BYTES = Journal.CHUNK_BYTES;

    private static final String FULL = "No space left on device";

    private Refusals() {}

    /// @param folder that couldn't be written to
    static StoreException of(Path folder, IOException e) {
        if (e instanceof Journal.Unsettled) {
            return new StoreException.Unanswered(
                    "the cluster store can't write to " + folder + ": " + e.getMessage()
                            + "; after a restart the change may turn out to be done",
                    e);
        }
        return new StoreException.Full(
                isFull(folder, e)
                        ? "the disk of the cluster store is full (" + folder + "): nothing was changed, and reads go on."
                                + " Free space there; writes are taken again as soon as there is some"
                        : "the cluster store can't write to " + folder + ": " + DataFolder.describe(e)
                                + "; nothing was changed, and reads go on",
                e);
    }

    private static boolean isFull(Path folder, IOException e) {
        if (String.valueOf(e.getMessage()).contains(FULL)) {
            return true;
        }
        try {
            return Files.getFileStore(folder).getUsableSpace() < FULL_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }
}
