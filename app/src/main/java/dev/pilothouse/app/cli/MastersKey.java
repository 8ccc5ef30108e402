package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.encryption.EncryptionConfiguration;
import dev.pilothouse.app.encryption.NewKey;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.encryption.SealedValue;
import dev.pilothouse.store.encryption.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// The key that masters on one etcd seal Secrets with when nobody says which: it lies beside the keys that they share anyway, and is
/// made with the cluster's authority or not at all. One that came later would make what the others write unreadable here, and
/// what is written here unreadable there.
///
/// @param shared where the masters' common keys are, or are going to be made
/// @param brought where a cluster has its key that was kept in a folder before
record MastersKey(Path shared, Optional<Path> brought) {
    private static final String SECRETS = "/registry/secrets/";

    /// Secrets that are looked at before a master joins. All are sealed by one key, or some of the first are as plain as the rest.
    private static final int SAMPLE = 500;

    /// Where the key is; makes that of a new cluster.
    Optional<Path> file(SecureRandom random) throws IOException {
        Path file = shared.resolve(NewKey.FILE);
        if (Files.exists(file)) {
            return Optional.of(file);
        }
        if (brought.filter(Files::exists).isPresent()) {
            return brought;
        }
        if (Files.exists(shared.resolve("ca.crt"))) {
            return Optional.empty();
        }
        Files.createDirectories(
                shared, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Optional.of(NewKey.shared(shared, random));
    }

    /// What is sealed and how.
    ///
    /// @param file as [#file] found it
    static List<Sealing.Rule> rules(Optional<Path> file, SecureRandom random) throws IOException {
        return file.isPresent() ? EncryptionConfiguration.read(file.get(), random) : List.of();
    }

    /// Refuses a store with Secrets that this master couldn't read.
    void check(Store store, Sealing sealing, Optional<Path> file) {
        for (Entry entry : store.range(new Range(SECRETS, "", 0, SAMPLE)).entries()) {
            Optional<String> by = SealedValue.prefix(entry.value());
            if (by.isPresent() && (file.isEmpty() || !opens(sealing, entry))) {
                throw new Refusal("Secrets in etcd are encrypted by " + by.get() + ", and "
                        + file.map(it -> it + " has another key").orElse("there is no " + shared.resolve(NewKey.FILE))
                        + ": copy " + NewKey.FILE + " from a master that is in order, or say --encryption-provider-config");
            }
        }
    }

    private static boolean opens(Sealing sealing, Entry entry) {
        try {
            sealing.open(entry);
            return true;
        } catch (StoreException.Unreadable otherKey) {
            return false;
        }
    }
}
