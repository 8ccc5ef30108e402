package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/// Finds the command that somebody means, and tells in a line what went wrong.
record CommandLine(List<Command> commands, PrintStream out, PrintStream err) {
    private static final String PROGRAM = "pilothouse";
    private static final int REFUSED = 1;
    private static final int MISUSED = 2;

    /// @return 0, 1 when the command was refused, 2 when the command line makes no sense, or what the command says
    int execute(String... arguments) {
        if (arguments.length == 0) {
            out.print(Usage.of(PROGRAM, commands));
            return MISUSED;
        }
        String name = arguments[0];
        if (Command.HELP.names().contains(name)) {
            out.print(Usage.of(PROGRAM, commands));
            return 0;
        }
        if (Command.VERSION.names().contains(name)) {
            Version.lines().forEach(out::println);
            return 0;
        }
        for (int words = Math.min(2, arguments.length); words > 0; words--) {
            String asked = String.join(" ", List.of(arguments).subList(0, words));
            Optional<Command> command =
                    commands.stream().filter(it -> it.name().equals(asked)).findFirst();
            if (command.isPresent()) {
                return execute(command.get(), List.of(arguments).subList(words, arguments.length));
            }
        }
        return family(name, arguments.length > 1 ? arguments[1] : "");
    }

    /// The first of two words alone, or with a second one that doesn't belong to it.
    private int family(String name, String second) {
        List<Command> members =
                commands.stream().filter(it -> it.name().startsWith(name + " ")).toList();
        if (members.isEmpty()) {
            return misused(PROGRAM, "Unknown command: '" + name + "'");
        }
        if (second.isEmpty() || Command.HELP.names().contains(second)) {
            out.print(Usage.of(PROGRAM, members));
            return second.isEmpty() ? MISUSED : 0;
        }
        return misused(PROGRAM + " " + name, "Unknown command: '" + name + " " + second + "'");
    }

    private int execute(Command command, List<String> arguments) {
        try {
            Given given = command.raw()
                    ? Given.unread(arguments)
                    : Given.read(arguments, command.flags(), command.operand());
            if (given.has(Command.HELP)) {
                out.print(Usage.of(PROGRAM, command));
                return 0;
            }
            if (given.has(Command.VERSION)) {
                Version.lines().forEach(out::println);
                return 0;
            }
            given.checkOperand(command.operand());
            return command.action().run(given);
        } catch (Given.Misuse misuse) {
            return misused(PROGRAM + " " + command.name(), misuse.getMessage());
        } catch (Exception failure) {
            Optional<String> line = oneLine(failure);
            line.ifPresentOrElse(it -> err.println(PROGRAM + ": " + it), () -> failure.printStackTrace(err));
            return REFUSED;
        }
    }

    private int misused(String command, String message) {
        err.println(PROGRAM + ": " + message);
        err.println("Try: " + command + " --help");
        return MISUSED;
    }

    /// What a person can do something about. A defect of ours has no such line.
    private static Optional<String> oneLine(Exception failure) {
        return switch (failure) {
            case Refusal refusal -> Optional.of(refusal.getMessage());
            case StoreException store -> Optional.of(store.getMessage());
            case UncheckedIOException wrapped -> oneLine(wrapped.getCause());
            case NoSuchFileException missing -> Optional.of(missing.getFile() + ": there is no such file");
            case AccessDeniedException denied -> Optional.of("no permission for " + denied.getFile());
            case FileSystemException file when file.getReason() != null ->
                Optional.of(file.getFile() + ": " + file.getReason());
            case IOException other -> Optional.of(String.valueOf(other.getMessage()));
            default -> Optional.empty();
        };
    }
}
