package dev.pilothouse.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What `--help` prints.
final class Usage {
    private static final int WIDTH = 100;
    private static final int MARGIN = 28;

    private Usage() {}

    /// The program and its commands.
    static String of(String program, List<Command> commands) {
        StringBuilder text = new StringBuilder("Usage: " + program + " [-hV] COMMAND\n")
                .append("The Kubernetes control plane on this machine, in one process.\n");
        List.of(Command.HELP, Command.VERSION).forEach(flag -> row(text, names(flag), flag.help()));
        text.append("Commands:\n");
        for (Command command : commands) {
            if (!command.hidden()) {
                row(text, "  " + command.name(), command.summary());
            }
        }
        row(text, "  test", "Build everything and run all tests.");
        return text.append("\nFirst steps:  pilothouse up   then, in a second terminal, what it prints\n")
                .toString();
    }

    /// One command and its flags.
    static String of(String program, Command command) {
        StringBuilder text = new StringBuilder("Usage: " + program + " " + command.name() + " [FLAGS]"
                        + (command.operand().isEmpty() ? "" : " " + command.operand()) + "\n")
                .append(command.summary())
                .append('\n');
        command.flags().forEach(flag -> row(text, names(flag), flag.help()));
        return text.toString();
    }

    private static String names(Flag flag) {
        boolean onlyLong = flag.names().getFirst().startsWith("--");
        String all = flag.names().stream().collect(Collectors.joining(", "));
        return (onlyLong ? "      " : "  ") + all + (flag.isBare() ? "" : "=" + flag.value());
    }

    private static void row(StringBuilder text, String left, String right) {
        List<String> lines = new ArrayList<>(List.of(""));
        for (String word : right.split(" ")) {
            String line = lines.removeLast();
            String longer = line.isEmpty() ? word : line + " " + word;
            if (longer.length() > WIDTH - MARGIN) {
                lines.add(line);
                longer = word;
            }
            lines.add(longer);
        }
        text.append(left.length() < MARGIN ? left + " ".repeat(MARGIN - left.length()) : left + "\n" + " ".repeat(MARGIN));
        text.append(String.join("\n" + " ".repeat(MARGIN), lines)).append('\n');
    }
}
