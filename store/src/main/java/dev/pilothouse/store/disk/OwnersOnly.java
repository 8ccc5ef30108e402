package dev.pilothouse.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders that nobody but their owner may look into: there are secrets in them.
public final class OwnersOnly {
    private OwnersOnly() {}

    /// Opens the file for reading and writing, or makes it.
    public static FileChannel open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            narrow(file, "rw-------");
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    static void folder(Path folder) throws IOException {
        narrow(folder, "rwx------");
    }

    /// Older versions, and copies by hand, may have left more open than it should be.
    private static void narrow(Path path, String permissions) throws IOException {
        var wanted = PosixFilePermissions.fromString(permissions);
        if (!wanted.containsAll(Files.getPosixFilePermissions(path))) {
            Files.setPosixFilePermissions(path, wanted);
        }
    }
}
