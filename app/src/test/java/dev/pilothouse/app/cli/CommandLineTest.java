package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    private Path temporary;

    private final StringWriter errors = new StringWriter();

    @Test
    void everyCommandExplainsItself() {
        for (CommandLine command : Pilothouse.commandLine().getSubcommands().values()) {
            assertThat(command.getUsageMessage()).contains("--help").contains("Usage: pilothouse " + command.getCommandName());
        }
    }

    @Test
    void aMistypedCommandIsOneLineAndAHint() {
        assertThat(run("frob")).isEqualTo(2);
        assertThat(errors.toString()).startsWith("pilothouse: ").contains("frob").endsWith("Try: pilothouse --help\n");
        assertThat(errors.toString().lines()).hasSize(2);
    }

    @Test
    void resetRefusesAFolderThatIsNotOurs() throws Exception {
        Files.writeString(temporary.resolve("letter"), "x");
        assertThat(run("reset", "--yes", "--data", temporary.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("nothing was deleted").hasLineCount(1);
        assertThat(temporary.resolve("letter")).exists();
    }

    @Test
    void resetAsksBeforeItDeletes() throws Exception {
        Files.writeString(temporary.resolve("lock"), "");
        assertThat(run("reset", "--data", temporary.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("--yes");
        assertThat(temporary.resolve("lock")).exists();
    }

    @Test
    void statusOfAnEmptyFolderIsNotRunning() {
        assertThat(run("status", "--data", temporary.resolve("none").toString())).isEqualTo(3);
    }

    private int run(String... arguments) {
        return Pilothouse.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
