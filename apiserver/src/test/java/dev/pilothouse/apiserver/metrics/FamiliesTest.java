package dev.pilothouse.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Family;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What monitoring is built on doesn't change by accident: names, types, labels and buckets are those of a list of their own, and
/// none goes missing.
class FamiliesTest {
    @Test
    void theFamiliesAreThoseThatArePromised() throws IOException {
        assertThat(Stream.of(Families.all(), Families.ofLoops(), List.of(Families.HEALTH, Families.HEALTH_TOTAL))
                        .flatMap(List::stream)
                        .map(FamiliesTest::line)
                        .distinct()
                        .sorted()
                        .toList())
                .isEqualTo(promised());
    }

    @Test
    void labelsStandInAlphabeticalOrder() {
        assertThat(Families.all()).allSatisfy(family -> assertThat(family.labels()).isSorted());
    }

    @Test
    void bucketsRise() {
        assertThat(Families.all()).allSatisfy(family -> assertThat(family.bounds()).isSorted().doesNotHaveDuplicates());
    }

    private static String line(Family family) {
        return family.name() + " " + family.type().name().toLowerCase(Locale.ROOT) + " " + family.labels() + " "
                + family.bounds().stream().map(TextFormat::number).collect(Collectors.joining(", ", "[", "]"));
    }

    static List<String> promised() throws IOException {
        try (InputStream in = FamiliesTest.class.getResourceAsStream("families.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
