package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// The program's main class and the table of its commands.
@Command(
        name = "pilothouse",
        description = "The Kubernetes control plane on this machine, in one process.",
        subcommands = {Up.class, Status.class, Down.class, Reset.class, Version.class, WarmUp.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Also:  pilothouse test    builds everything and runs all tests",
            "",
            "First steps:  pilothouse up   then, in a second terminal, what it prints"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Pilothouse {
    private Pilothouse() {}

    /// Runs one command; the exit status is 0, 1 when the command was refused, and 2 when the command line makes no sense.
    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        System.out.flush();
        System.exit(status);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Pilothouse());
        line.setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println("pilothouse: " + oneLine(failure));
            return 1;
        });
        line.setParameterExceptionHandler(Pilothouse::explain);
        return line;
    }

    /// What a person can do something about, in one line. A defect of ours goes on to print its stack trace.
    private static String oneLine(Exception failure) throws Exception {
        return switch (failure) {
            case Refusal refusal -> refusal.getMessage();
            case StoreException store -> store.getMessage();
            case UncheckedIOException wrapped -> oneLine(wrapped.getCause());
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException file when file.getReason() != null -> file.getFile() + ": " + file.getReason();
            case IOException other -> other.getMessage();
            default -> throw failure;
        };
    }

    private static int explain(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("pilothouse: " + failure.getMessage());
        command.getErr().println("Try: " + name + " --help");
        return 2;
    }
}
