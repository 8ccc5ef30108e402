package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.home.ClusterFolder;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// Ends the control plane and deletes everything that it held.
final class Reset {
    private static final Flag YES = Flag.bare("Don't ask.", "--yes");

    static final Command COMMAND = Command.of(
            "reset",
            "End the control plane and delete its data, keys and certificates.",
            List.of(DataOption.FLAG, YES),
            given -> run(DataOption.folder(given), given.has(YES)));

    private Reset() {}

    private static int run(ClusterFolder folder, boolean yes) throws IOException, InterruptedException {
        if (!Files.isDirectory(folder.root())) {
            System.out.println("nothing there: " + folder.root());
            return 0;
        }
        if (!yes && !confirmed(folder)) {
            throw new Refusal("nothing was deleted");
        }
        Down.end(folder);
        if (!folder.delete()) {
            throw new Refusal(folder.root() + " doesn't look like a Pilothouse data folder; nothing was deleted");
        }
        System.out.println("deleted " + folder.root());
        return 0;
    }

    private static boolean confirmed(ClusterFolder folder) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Refusal("would delete " + folder.root() + "; say --yes where nobody can be asked");
        }
        return "yes".equals(console.readLine("Delete the cluster in %s? Type yes: ", folder.root()));
    }
}
