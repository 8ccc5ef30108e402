package dev.pilothouse.app.cli;

import dev.pilothouse.app.logs.Logs;
import java.io.PrintStream;
import java.util.List;

/// The program's main class and the table of its commands.
public final class Pilothouse {
    private Pilothouse() {}

    /// Runs one command; the exit status is 0, 1 when the command was refused, and 2 when the command line makes no sense.
    public static void main(String[] arguments) {
        Logs.takeOver();
        int status = commandLine(System.out, System.err).execute(arguments);
        System.out.flush();
        Ending.exit(status);
    }

    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(
                List.of(
                        Up.COMMAND,
                        Status.COMMAND,
                        Down.COMMAND,
                        Reset.COMMAND,
                        StoreCommands.CHECK,
                        StoreCommands.BACKUP,
                        StoreCommands.RESTORE,
                        StoreMoves.EXPORT,
                        StoreMoves.IMPORT,
                        PkiCommand.COMMAND,
                        ServerCommand.COMMAND,
                        LoopCommands.CONTROLLER_MANAGER,
                        LoopCommands.SCHEDULER,
                        Version.COMMAND,
                        WarmUp.COMMAND),
                out,
                err);
    }
}
