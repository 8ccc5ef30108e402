package dev.pilothouse.store.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/// Many trials of one kind.
final class Trials {
    private static final long FIRST = Long.getLong("pilothouse.trials.first", 1);

    private Trials() {}

    /// Those that once showed a defect, then others. Trials of which nothing can be said are made up for, if they are few.
    ///
    /// @param kind as the list of kept seeds names it
    static void all(String kind, int count, LongFunction<Trial.Verdict> trial) {
        if (count == 0) {
            return;
        }
        List<String> wrong = new ArrayList<>();
        long[] sums = new long[3];
        int known = 0;
        List<Long> kept = kept(kind);
        int wanted = count + kept.size();
        int tried = 0;
        for (long seed : LongStream.concat(kept.stream().mapToLong(it -> it), LongStream.iterate(FIRST, it -> it + 1))
                .limit(2L * wanted + 2)
                .toArray()) {
            if (known == wanted) {
                break;
            }
            tried++;
            Trial.Verdict verdict = trial.apply(seed);
            known += verdict.known() ? 1 : 0;
            sums[0] += verdict.requests();
            sums[1] += verdict.acknowledged();
            sums[2] += verdict.unknown();
            if (!verdict.wrong().isEmpty()) {
                wrong.add("seed " + seed + ": " + verdict.wrong().size() + " wrong, first: "
                        + verdict.wrong().getFirst());
                System.out.println(kind + " " + wrong.getLast());
            }
        }
        System.out.printf(
                "%s: %d trials, %d requests, %d writes acknowledged, %d requests without an answer, %d trials wrong%n",
                kind, tried, sums[0], sums[1], sums[2], wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(known).as("trials that could be judged").isEqualTo(wanted);
    }

    static Trial.Verdict verdict(Trial trial, Target target) {
        try (target) {
            return trial.on(target);
        }
    }

    private static List<Long> kept(String kind) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Trials.class.getResourceAsStream("/linear/kept-seeds.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.startsWith(kind + " "))
                    .map(line -> Long.parseLong(line.substring(kind.length() + 1).strip()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
