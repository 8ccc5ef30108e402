package dev.pilothouse.app.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody wrote behind the name of a command, by flags.
///
/// Written by hand: the library that did this before was loaded class by class at every start, a quarter of a second of it.
final class Given implements Said {
    private final List<String> arguments;
    private final Map<Flag, List<String>> values = new HashMap<>();

    private String operand = "";

    private Given(List<String> arguments) {
        this.arguments = arguments;
    }

    /// For a command that reads its arguments itself.
    static Given unread(List<String> arguments) {
        return new Given(List.copyOf(arguments));
    }

    /// @param arguments without the command's name
    /// @throws Misuse when they don't fit the flags
    static Given read(List<String> arguments, List<Flag> flags) {
        return read(arguments, flags, "");
    }

    /// @param operand what stands for the word that isn't a flag's; empty when there is none
    static Given read(List<String> arguments, List<Flag> flags, String operand) {
        Given given = new Given(List.copyOf(arguments));
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-") && !operand.isEmpty() && given.operand.isEmpty()) {
                given.operand = argument;
                continue;
            }
            if (!argument.startsWith("-")) {
                throw new Misuse("Unexpected argument: '" + argument + "'");
            }
            int end = argument.startsWith("--") ? argument.indexOf('=') : Math.min(argument.length(), 2);
            String name = end < 0 ? argument : argument.substring(0, end);
            boolean attached = name.length() < argument.length();
            Flag flag = find(name, flags).orElseThrow(() -> new Misuse("Unknown option: '" + argument + "'"));
            if (attached) {
                given.add(flag, argument.substring(end).replaceFirst("^=", ""));
            } else if (flag.isBare()) {
                given.add(flag, "true");
            } else if (++i < arguments.size() && find(arguments.get(i), flags).isEmpty()) {
                given.add(flag, arguments.get(i));
            } else {
                throw new Misuse("Missing value for option " + flag);
            }
        }
        return given;
    }

    private static Optional<Flag> find(String name, List<Flag> flags) {
        return flags.stream().filter(flag -> flag.names().contains(name)).findFirst();
    }

    private void add(Flag flag, String value) {
        if (flag.isBare() && !value.equals("true") && !value.equals("false")) {
            throw new Misuse("Option " + flag + " takes no value but true or false");
        }
        List<String> all = values.computeIfAbsent(flag, _ -> new ArrayList<>());
        if (!all.isEmpty() && !flag.often()) {
            throw new Misuse("Option " + flag + " may be given once only");
        }
        all.add(value);
    }

    /// Everything as it was written.
    List<String> arguments() {
        return arguments;
    }

    /// The word that is no flag's; empty if the command takes none.
    String operand() {
        return operand;
    }

    void checkOperand(String wanted) {
        if (!wanted.isEmpty() && operand.isEmpty()) {
            throw new Misuse("Missing " + wanted);
        }
    }

    @Override
    public boolean has(Flag flag) {
        return find(flag).filter("true"::equals).isPresent();
    }

    @Override
    public Optional<String> find(Flag flag) {
        return all(flag).stream().findFirst();
    }

    @Override
    public List<String> all(Flag flag) {
        return values.getOrDefault(flag, List.of());
    }

    @Override
    public String text(Flag flag) {
        return find(flag).orElse(flag.fallback());
    }

    @Override
    public int number(Flag flag) {
        String text = text(flag);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Misuse("Invalid value for option " + flag + ": '" + text + "' is no whole number", e);
        }
    }

    /// The command line makes no sense.
    static final class Misuse extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misuse(String message) {
            super(message);
        }

        Misuse(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
