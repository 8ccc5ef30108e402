package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCommandsTest {
    @TempDir
    Path work;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Pilothouse.commandLine(new PrintStream(out), new PrintStream(err)).execute(arguments);
    }

    @Test
    void aFolderWithoutAStoreIsRefusedInALine() {
        assertThat(run("store", "check", work.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("pilothouse: there is no cluster store in " + work + "\n");
    }

    @Test
    void aFamilyOfCommandsShowsItsMembers() {
        assertThat(run("store", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("store check", "store backup", "store restore").doesNotContain("status");
    }

    @Test
    void aMissingOperandIsMisuse() {
        assertThat(run("store", "backup")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Missing FILE");
        assertThat(run("store", "frob")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Unknown command: 'store frob'");
    }

    @Test
    void theStoresClockDoesNotFollowWhoSetsTheMachines() {
        AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        AtomicLong nanos = new AtomicLong(5);
        SteadyClock clock = SteadyClock.at(wall::get, nanos::get);
        wall.set(Instant.parse("2036-01-01T00:00:00Z"));
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:03Z"));
    }
}
