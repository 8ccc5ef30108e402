package dev.pilothouse.app.home;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// The names of the files of one cluster. Making one touches no disk.
///
/// @param root absolute path of the folder
public record ClusterFolder(Path root) {

    /// Where a cluster lives when nobody says otherwise.
    public static ClusterFolder standard() {
        return at(Path.of(System.getProperty("user.home"), ".pilothouse"));
    }

    public static ClusterFolder at(Path root) {
        return new ClusterFolder(root.toAbsolutePath().normalize());
    }

    /// The objects.
    public Path store() {
        return root.resolve("store");
    }

    /// Keys and certificates.
    public Path pki() {
        return root.resolve("pki");
    }

    /// The certificate of the cluster's authority.
    public Path authority() {
        return pki().resolve("ca.crt");
    }

    /// Which objects are encrypted in the store and with what, unless another file was given.
    public Path encryption() {
        return root.resolve("encryption.yaml");
    }

    /// The administrator's way in, unless another place was asked for.
    public Path kubeconfig() {
        return root.resolve("kubeconfig");
    }

    /// What a detached control plane prints.
    public Path log() {
        return root.resolve("pilothouse.log");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path running() {
        return root.resolve("running.json");
    }

    /// Takes the folder for this process; see [Claim#of].
    public Claim claim() throws IOException {
        return Claim.of(this);
    }

    /// The control plane that runs on this folder now. A note left behind by one that was killed doesn't count.
    public Optional<Running> find() throws IOException {
        try {
            return Running.parse(Files.readAllBytes(running())).filter(Running::isAlive);
        } catch (NoSuchFileException nothingRuns) {
            return Optional.empty();
        }
    }

    /// Deletes the folder and all that is in it; a folder that isn't there is fine.
    ///
    /// Only a folder that looks like ours is touched: a mistyped `--data` must not cost somebody a home directory.
    ///
    /// @return false, with nothing deleted, when the folder holds something but not our lock
    public boolean delete() throws IOException {
        if (!Files.isDirectory(root)) {
            return true;
        }
        if (!Files.exists(lock())) {
            return false;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
        return true;
    }
}
