package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.store.disk.Backup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What can be done to the cluster store from outside: look whether it is whole, put it into a file, get it out of one.
/// The first two work on a store that is in use.
final class StoreCommands {
    private static final Flag BUMP = Flag.of(
            "N",
            "0",
            "Add this to the revision, more than was written since the backup: no client meets an old revision with another"
                    + " meaning.",
            "--bump-revision");

    static final Command CHECK = Command.on(
            "DIR",
            "store check",
            "Read every record of a data folder; say how many are whole, or where the first bad one is.",
            List.of(),
            given -> check(ClusterFolder.at(Path.of(given.operand()))));

    static final Command BACKUP = Command.on(
            "FILE",
            "store backup",
            "Put the store into a file. The control plane may run on.",
            List.of(DataOption.FLAG),
            given -> backup(DataOption.folder(given), Path.of(given.operand()).toAbsolutePath()));

    static final Command RESTORE = Command.on(
            "FILE",
            "store restore",
            "Make a new data folder from a backup.",
            List.of(DataOption.FLAG, BUMP),
            given -> restore(Path.of(given.operand()), DataOption.folder(given), given.number(BUMP)));

    private StoreCommands() {}

    /// The folder may be the cluster's or the store's own.
    private static int check(ClusterFolder folder) {
        Path store = Files.isDirectory(folder.store()) ? folder.store() : folder.root();
        System.out.println(store + " is whole: " + words(Backup.check(store)));
        return 0;
    }

    private static int backup(ClusterFolder folder, Path file) {
        System.out.println(file + ": " + words(Backup.write(folder.store(), file)));
        System.out.println("It holds objects only: keep " + folder.pki() + " and " + folder.encryption()
                + " with it; without the latter Secrets can't be read.");
        return 0;
    }

    private static int restore(Path file, ClusterFolder folder, int bump) {
        if (bump < 0) {
            throw new Refusal("--bump-revision can't be negative: revisions only grow");
        }
        System.out.println(folder.store() + ": " + words(Backup.restore(file, folder.store(), bump)));
        return 0;
    }

    private static String words(Backup.Contents contents) {
        return "revision " + contents.revision() + ", " + contents.keys() + " keys, " + contents.records() + " records, "
                + contents.bytes() + " bytes";
    }
}
