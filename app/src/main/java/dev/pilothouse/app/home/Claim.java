package dev.pilothouse.app.home;

import dev.pilothouse.app.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Proof that this process alone uses a [ClusterFolder], until the claim is closed or the process ends in whatever way:
/// the system gives the lock back even after kill -9.
public final class Claim implements AutoCloseable {
    private final ClusterFolder folder;
    private final FileChannel lockFile;

    private Claim(ClusterFolder folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /// Makes the folder, open to its owner only, and locks it.
    ///
    /// @throws Refusal when another control plane holds it
    /// @throws IOException when the disk doesn't let us, naming the path
    static Claim of(ClusterFolder folder) throws IOException {
        if (!Files.isDirectory(folder.root())) {
            Files.createDirectories(
                    folder.root(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        FileChannel channel =
                FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return new Claim(folder, channel);
        }
        channel.close();
        String holder = folder.find().map(it -> " (process " + it.pid() + ")").orElse("");
        throw new Refusal("the data folder " + folder.root() + " is in use by another Pilothouse" + holder
                + ": end that one with `pilothouse down`, or choose another folder with --data");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    public ClusterFolder folder() {
        return folder;
    }

    /// Notes how this control plane can be reached, for `status` and `down`.
    public void announce(Running running) throws IOException {
        Path next = folder.root().resolve("running.json.new");
        Files.write(next, running.bytes());
        Files.move(next, folder.running(), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Takes the note back and frees the folder.
    @Override
    public void close() throws IOException {
        try (lockFile) {
            Files.deleteIfExists(folder.running());
        }
    }
}
