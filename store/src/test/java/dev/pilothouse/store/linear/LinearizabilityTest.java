package dev.pilothouse.store.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `scripts/trials` makes others and more of them.
@Timeout(600)
class LinearizabilityTest {
    private static final long FIRST = Long.getLong("pilothouse.trials.first", 1);
    private static final int ON_DISK = Integer.getInteger("pilothouse.trials.disk", 30);
    private static final int KILLED = Integer.getInteger("pilothouse.trials.killed", 6);

    /// Trials that a lying store may get away with.
    private static final int CHANCES = 8;

    @TempDir
    Path folder;

    @Test
    void aMemoryStoreIsNeverWrong() {
        all(3, seed -> verdict(new Trial(seed, 6, 150, 3), new Steady(new MemoryStore(InstantSource.system()))));
    }

    @Test
    void aStoreOnADiskThatFailsAndLosesItsPowerIsNeverWrong() {
        all(ON_DISK, seed -> verdict(
                new Trial(seed, 4, 120, 8), new OnFaultyDisk(folder.resolve("disk-" + seed), Trial.dice(seed))));
    }

    @Test
    void aStoreWhoseProcessIsKilledAndPausedIsNeverWrong() {
        all(KILLED, seed -> verdict(
                new Trial(seed, 4, 150, 4), new OnKilledProcess(folder.resolve("killed-" + seed), Trial.dice(seed))));
    }

    /// Trials of which nothing can be said are made up for by others, if they are few.
    private static void all(int count, LongFunction<Trial.Verdict> trial) {
        List<String> wrong = new ArrayList<>();
        int known = 0;
        for (long seed = FIRST; known < count; seed++) {
            Trial.Verdict verdict = trial.apply(seed);
            known += verdict.known() ? 1 : 0;
            if (!verdict.wrong().isEmpty()) {
                wrong.add("seed " + seed + ": " + verdict.wrong().getFirst());
            }
            assertThat(seed - FIRST).as("trials tried").isLessThan(2L * count + 2);
        }
        assertThat(wrong).isEmpty();
    }

    private static Trial.Verdict verdict(Trial trial, Target target) {
        try (target) {
            return trial.on(target);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLyingStoreIsFoundOut(Lie lie) {
        boolean found = IntStream.rangeClosed(1, CHANCES).anyMatch(seed -> {
            try (Target target = new Steady(lie.of(new MemoryStore(InstantSource.system())))) {
                return !new Trial(seed, 4, 100, 0).on(target).wrong().isEmpty();
            }
        });
        assertThat(found).isTrue();
    }
}
