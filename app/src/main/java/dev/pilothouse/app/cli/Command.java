package dev.pilothouse.app.cli;

import java.util.List;
import java.util.stream.Stream;

/// One command.
///
/// @param summary one sentence
/// @param name one word, or two for a command of a family such as `store check`
/// @param operand what stands for the one word that it takes besides flags; empty when it takes none
/// @param flags without those that every command has
/// @param raw whether it reads its own command line
record Command(
        String name, String summary, boolean hidden, boolean raw, String operand, List<Flag> flags, Action action) {
    static final Flag HELP = Flag.bare("Show this help and exit.", "-h", "--help");
    static final Flag VERSION = Flag.bare("Print version information and exit.", "-V", "--version");

    /// What a command does.
    interface Action {
        /// @return the exit status
        int run(Given given) throws Exception;
    }

    Command {
        flags = Stream.concat(flags.stream(), Stream.of(HELP, VERSION)).distinct().toList();
    }

    static Command of(String name, String summary, List<Flag> flags, Action action) {
        return new Command(name, summary, false, false, "", flags, action);
    }

    static Command on(String operand, String name, String summary, List<Flag> flags, Action action) {
        return new Command(name, summary, false, false, operand, flags, action);
    }

    /// A command that is given its arguments as they were written.
    static Command raw(String name, String summary, Action action) {
        return new Command(name, summary, false, true, "", List.of(), action);
    }

    /// For the launcher, not for people.
    static Command hidden(String name, String summary, Action action) {
        return new Command(name, summary, true, false, "", List.of(), action);
    }
}
