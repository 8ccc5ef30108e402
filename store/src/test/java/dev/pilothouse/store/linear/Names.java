package dev.pilothouse.store.linear;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a disk's folder may have forgotten after a power cut: the last files that were made, moved and deleted since the folder was
/// made durable, as a file system with a journal of its own loses them, in order.
final class Names {
    private final List<Change> changes = new ArrayList<>();
    private int gone;

    /// How a change is taken back.
    private interface Change {
        void undo() throws IOException;
    }

    synchronized void made(Path file) {
        changes.add(() -> Files.deleteIfExists(file));
    }

    synchronized void delete(Path file) throws IOException {
        Path kept = kept(file);
        Files.move(file, kept);
        changes.add(() -> Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING));
    }

    synchronized void move(Path source, Path target) throws IOException {
        boolean replaces = Files.exists(target);
        Path kept = kept(target);
        if (replaces) {
            // It must be there all the time.
            Files.createLink(kept, target);
        }
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        changes.add(() -> {
            Files.move(target, source, StandardCopyOption.REPLACE_EXISTING);
            if (replaces) {
                Files.move(kept, target, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    private Path kept(Path file) {
        return file.resolveSibling("gone-" + ++gone + "-" + file.getFileName() + "-" + System.identityHashCode(this));
    }

    synchronized void durable() {
        changes.clear();
    }

    synchronized void lose(RandomGenerator random) throws IOException {
        int lost = random.nextInt(changes.size() + 1);
        for (Change change : changes.reversed().subList(0, lost)) {
            change.undo();
        }
        changes.clear();
    }
}
