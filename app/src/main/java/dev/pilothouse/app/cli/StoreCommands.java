package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.encryption.BackupKey;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.disk.Backup;
import dev.pilothouse.store.moves.Export;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What can be done to the cluster store from outside: look whether it is whole, put it into a file, get it out of one.
/// The first two work on a store that is in use.
final class StoreCommands {
    private static final Flag BUMP = Flag.of(
            "N",
            "0",
            "Add this to the revision, more than was written since the backup: no client meets an old revision with another"
                    + " meaning.",
            "--bump-revision");

    private static final Flag NO_KEY = Flag.bare("Leave the key of its Secrets where it is.", "--without-key");

    private static final Flag UNREADABLE =
            Flag.bare("Restore although nobody will be able to read what is encrypted.", "--without-key");

    private static final Flag ENCRYPTION = Flag.of(
            "FILE",
            "",
            "With what the cluster's configuration of that name said (default: the key beside the backup, or in the folder).",
            "--encryption-provider-config");

    static final Command CHECK = Command.on(
            "DIR|FILE",
            "store check",
            "Read every record of a data folder, a backup or an export; say how many are whole, or where the first bad one is.",
            List.of(),
            given -> check(ClusterFolder.at(Path.of(given.operand()))));

    static final Command BACKUP = Command.on(
            "FILE",
            "store backup",
            "Put the store into a file, and the key of its Secrets into another beside it. The control plane may run on.",
            List.of(DataOption.FLAG, NO_KEY),
            given -> backup(DataOption.folder(given), Path.of(given.operand()).toAbsolutePath(), given.has(NO_KEY)));

    static final Command RESTORE = Command.on(
            "FILE",
            "store restore",
            "Make a new data folder from a backup.",
            List.of(DataOption.FLAG, BUMP, ENCRYPTION, UNREADABLE),
            StoreCommands::restore);

    private StoreCommands() {}

    /// The folder may be the cluster's or the store's own.
    private static int check(ClusterFolder folder) throws IOException {
        if (Files.isRegularFile(folder.root()) && Backup.isOne(folder.root())) {
            System.out.println(folder.root() + " is whole: " + words(Backup.checkFile(folder.root())));
            return 0;
        }
        if (Files.isRegularFile(folder.root())) {
            Export.Contents contents = Export.check(folder.root(), _ -> {});
            System.out.println(folder.root() + " is whole: " + StoreMoves.words(contents));
            return 0;
        }
        Path store = Files.isDirectory(folder.store()) ? folder.store() : folder.root();
        System.out.println(store + " is whole: " + words(Backup.check(store)));
        return 0;
    }

    private static int backup(ClusterFolder folder, Path file, boolean withoutKey) throws IOException {
        BackupKey key = BackupKey.of(file);
        if (!withoutKey) {
            key.refuseOther(folder);
        }
        System.out.println(file + ": " + words(Backup.write(folder.store(), file)));
        if (withoutKey || !key.takeFrom(folder)) {
            System.out.println("What is encrypted in it can't be read without the key: keep "
                    + (withoutKey ? folder.encryption() : "the encryption configuration") + " as well, somewhere else.");
        } else {
            System.out.println(key.file() + ": the key of what is encrypted in it. Who has both files can read Secrets.");
        }
        System.out.println("Certificates and the keys of tokens aren't in it: " + folder.pki());
        return 0;
    }

    private static int restore(Given given) throws IOException {
        Path file = Path.of(given.operand()).toAbsolutePath();
        ClusterFolder folder = DataOption.folder(given);
        int bump = given.number(BUMP);
        if (bump < 0) {
            throw new Refusal("--bump-revision can't be negative: revisions only grow");
        }
        BackupKey key = BackupKey.of(file);
        if (given.find(ENCRYPTION).isEmpty()) {
            key.refuseOther(folder);
        }
        Consumer<Entry> look = given.has(UNREADABLE)
                ? _ -> {}
                : BackupKey.reader(given.find(ENCRYPTION)
                        .map(Path::of)
                        .or(() -> Stream.of(key.file(), folder.encryption())
                                .filter(Files::exists)
                                .findFirst()));
        System.out.println(folder.store() + ": " + words(Backup.restore(file, folder.store(), bump, look)));
        if (given.find(ENCRYPTION).isEmpty() && key.giveTo(folder)) {
            System.out.println(folder.encryption() + ": the key of what is encrypted in it");
        }
        return 0;
    }

    private static String words(Backup.Contents contents) {
        return "revision " + contents.revision() + ", " + contents.keys() + " keys, " + contents.records() + " records, "
                + contents.bytes() + " bytes";
    }
}
