package dev.pilothouse.app.cli;

import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagTable;
import dev.pilothouse.app.flags.FlagValues;
import dev.pilothouse.app.logs.Logs;
import dev.pilothouse.app.memory.HeapWatch;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command with the flags of one of upstream's components: read as there, refused as there, and with a word about each flag
/// that has no effect here.
record UpstreamCommand(String name, String component, Body body) {
    private static final int REFUSED = 1;

    /// What the command does.
    interface Body {
        /// @return the exit status
        int run(FlagValues flags, HeapWatch heap) throws Exception;
    }

    Command command(String summary) {
        return Command.raw(name, summary, given -> run(given.arguments()));
    }

    private int run(List<String> arguments) throws Exception {
        FlagTable table = FlagTable.of(component);
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(UpstreamUsage.of(name, table));
            return 0;
        }
        try {
            FlagValues flags = FlagValues.read(table, arguments);
            if (!List.of("", "false").contains(flags.text("version"))) {
                System.out.println("Kubernetes " + Version.KUBERNETES);
                return 0;
            }
            Logs.start(flags.number("v"));
            return body.run(flags, HeapWatch.start());
        } catch (FlagError | Given.Misuse wrong) {
            System.err.println("Error: " + wrong.getMessage());
            System.err.println("See 'pilothouse " + name + " --help'.");
            return REFUSED;
        }
    }

    /// Says what of the command line does nothing; to be called when all flags have been asked for.
    static void warn(FlagValues flags) {
        Logger log = LoggerFactory.getLogger(UpstreamCommand.class);
        flags.deprecated().forEach(flag -> log.warn("Flag --{} has been deprecated", flag));
        flags.idle().forEach(flag -> log.warn("Flag --{} has no effect in Pilothouse", flag));
    }
}
