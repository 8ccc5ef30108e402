package dev.pilothouse.store.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `scripts/trials` makes others and more of them.
@Timeout(600)
class LinearizabilityTest {
    private static final int ON_DISK = Integer.getInteger("pilothouse.trials.disk", 30);
    private static final int KILLED = Integer.getInteger("pilothouse.trials.killed", 6);

    /// Trials that a lying store may get away with.
    private static final int CHANCES = 8;

    @TempDir
    Path folder;

    @Test
    void aMemoryStoreIsNeverWrong() {
        Trials.all("memory", 3, seed -> Trials.verdict(new Trial(seed, 6, 150, 3), new Steady(new MemoryStore(InstantSource.system()))));
    }

    @Test
    void aStoreOnADiskThatFailsAndLosesItsPowerIsNeverWrong() {
        Trials.all("disk", ON_DISK, seed -> Trials.verdict(
                new Trial(seed, 4, 120, 8), new OnFaultyDisk(folder.resolve("disk-" + seed), Trial.dice(seed))));
    }

    @Test
    void aStoreWhoseProcessIsKilledAndPausedIsNeverWrong() {
        Trials.all("killed", KILLED, seed -> Trials.verdict(
                new Trial(seed, 4, 150, 4), new OnKilledProcess(folder.resolve("killed-" + seed), Trial.dice(seed))));
    }

    @ParameterizedTest
    @EnumSource
    void aLyingStoreIsFoundOut(Lie lie) {
        boolean found = IntStream.rangeClosed(1, CHANCES).anyMatch(seed -> {
            try (Target target = new Steady(lie.of(new MemoryStore(InstantSource.system())))) {
                return !new Trial(seed, 4, 100, 4).on(target).wrong().isEmpty();
            }
        });
        assertThat(found).isTrue();
    }
}
