package dev.pilothouse.app.encryption;

import dev.pilothouse.app.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/// Writes files that hold keys: for their owner only, whole or not at all, and on the disk before anybody relies on them.
public final class KeyFile {
    private KeyFile() {}

    /// The same key in another place, too.
    ///
    /// @throws Refusal when another one is there
    public static void copy(Path from, Path to) throws IOException {
        byte[] key = Files.readAllBytes(from);
        if (!Files.exists(to)) {
            write(to, key);
        } else if (!Arrays.equals(key, Files.readAllBytes(to))) {
            throw new Refusal(to + " is another key than " + from + ": move one of them away");
        }
    }

    public static void write(Path file, byte[] text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // Without the key everything that it sealed is lost: it must be on the disk before.
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
