package dev.pilothouse.apiserver.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `scripts/seeds` plays others and more of them.
class ReadPathModelTest {
    private static final long FIRST = Long.getLong("pilothouse.model.first", 1);
    private static final int SEEDS = Integer.getInteger("pilothouse.model.seeds", 24);
    private static final int STEPS = Integer.getInteger("pilothouse.model.steps", 400);

    /// Histories that a faulty server may get away with: it must be unlucky once in so many.
    private static final int CHANCES = 8;

    @Test
    void whatOnceWentWrongGoesRight() throws IOException {
        List<String> failures = new ArrayList<>();
        for (String line : kept()) {
            String[] words = line.split("\\s+");
            failures.addAll(failures(History.of(Long.parseLong(words[0]), Integer.parseInt(words[1]))));
        }
        assertThat(failures).isEmpty();
    }

    private static List<String> kept() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ReadPathModelTest.class.getResourceAsStream("/model/kept-seeds.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void whateverClientsSeeIsWhatWasCommitted() {
        List<String> failures = IntStream.range(0, SEEDS)
                .mapToObj(i -> failures(History.of(FIRST + i, STEPS)))
                .flatMap(List::stream)
                .toList();
        assertThat(failures).isEmpty();
    }

    /// The store doesn't always say what became of a write, and then nobody knows.
    @Test
    void whateverNobodyKnowsHappensOnceAtMost() {
        List<String> failures = IntStream.range(0, SEEDS)
                .mapToObj(i -> failures(History.of(FIRST + i, STEPS).inDoubt()))
                .flatMap(List::stream)
                .toList();
        assertThat(failures).isEmpty();
    }

    /// The first thing wrong in the history, and in the shortest one of the same seed that is still wrong.
    private static List<String> failures(History history) {
        History.Verdict verdict = history.play();
        if (verdict.violations().isEmpty()) {
            return List.of();
        }
        History shortest = history;
        for (int steps = history.steps() / 2; steps > 10; steps /= 2) {
            History.Verdict shorter = history.with(steps).play();
            if (shorter.violations().isEmpty()) {
                break;
            }
            verdict = shorter;
            shortest = history.with(steps);
        }
        return List.of("seed " + history.seed() + ", " + shortest.steps() + " steps, " + verdict.cast() + ", "
                + verdict.violations().size() + " wrong, first:\n  "
                + verdict.violations().getFirst());
    }

    @ParameterizedTest
    @EnumSource
    void aWrongServerIsFoundOut(Fault fault) {
        boolean found = IntStream.rangeClosed(1, CHANCES)
                .mapToObj(seed -> new History(seed, 150, fault, Duration.ofMillis(300), fault.needsDoubt()).play())
                .anyMatch(verdict -> !verdict.violations().isEmpty());
        assertThat(found).isTrue();
    }
}
