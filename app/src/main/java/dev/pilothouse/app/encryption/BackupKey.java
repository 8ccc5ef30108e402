package dev.pilothouse.app.encryption;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.encryption.SealedValue;
import dev.pilothouse.store.encryption.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The key of a backup's Secrets: a file of its own beside the backup, so that the two can be kept apart, and neither is forgotten.
///
/// @param file beside the backup
public record BackupKey(Path file) {
    /// Entries that are looked at at once.
    private static final int PAGE = 10_000;

    public static BackupKey of(Path backup) {
        return new BackupKey(backup.resolveSibling(backup.getFileName() + ".encryption.yaml"));
    }

    /// Puts the cluster's key beside its backup.
    ///
    /// @return false when the cluster has none of its own
    public boolean takeFrom(ClusterFolder folder) throws IOException {
        if (!Files.exists(folder.encryption())) {
            return false;
        }
        KeyFile.copy(folder.encryption(), file);
        return true;
    }

    /// Puts the key into the folder of the cluster that is made from the backup.
    ///
    /// @return false when none is beside the backup
    public boolean giveTo(ClusterFolder folder) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        Files.createDirectories(folder.root());
        KeyFile.copy(file, folder.encryption());
        return true;
    }

    /// Refuses, before anything is written, a cluster and a backup that have different keys.
    public void refuseOther(ClusterFolder folder) throws IOException {
        if (Files.exists(file)
                && Files.exists(folder.encryption())
                && !Arrays.equals(Files.readAllBytes(file), Files.readAllBytes(folder.encryption()))) {
            throw new Refusal(folder.encryption() + " is another key than " + file + ": move one of them away");
        }
    }

    /// Refuses, by name, the first entry that these rules don't open.
    public static Consumer<Entry> reader(Optional<Path> configuration) throws IOException {
        Sealing sealing = new Sealing(
                configuration.isPresent()
                        ? EncryptionConfiguration.read(configuration.get(), new SecureRandom())
                        : List.of());
        return entry -> SealedValue.prefix(sealing.open(entry).value()).ifPresent(by -> {
            throw new Refusal(entry.key() + " is encrypted by " + by + ", and no key is given for it");
        });
    }

    /// Refuses a store with entries that another key sealed than the one that is about to be made.
    public static void refuseSealed(Store store, ClusterFolder folder) {
        Range all = new Range("/", "", 0, PAGE);
        Page page;
        do {
            page = store.range(all);
            for (Entry entry : page.entries()) {
                SealedValue.prefix(entry.value()).ifPresent(by -> {
                    throw new Refusal(entry.key() + " is encrypted by " + by + ", and its key is gone: put " + folder.encryption()
                            + " back, or say --encryption-provider-config");
                });
                all = all.page(entry.key(), PAGE);
            }
        } while (page.remaining() > 0);
    }
}
