package dev.pilothouse.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Family;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What monitoring is built on is upstream's: names, types, labels and buckets are compared with what 1.36.3 told when it was idle
/// (`recorded.txt`). What it tells beyond that is in a list of our own (`more.txt`), and what isn't told here has a reason
/// (`absent.txt`).
class FamiliesTest {
    private static final String SERVER = "kube-apiserver ";

    @Test
    void whatUpstreamTellsIsTheSameHere() throws IOException {
        Set<String> promised = new TreeSet<>(lines("more.txt"));
        lines("recorded.txt").stream().map(line -> line.substring(line.indexOf(' ') + 1)).forEach(promised::add);
        assertThat(everything().map(FamiliesTest::line).distinct().toList()).isSubsetOf(promised);
    }

    @Test
    void whatIsPromisedBeyondTheRecordingIsThere() throws IOException {
        assertThat(everything().map(FamiliesTest::line).toList()).containsAll(lines("more.txt"));
    }

    @Test
    void whatIsNotToldHasAReason() throws IOException {
        Set<String> told = Families.all().stream().map(Family::name).collect(Collectors.toSet());
        assertThat(lines("recorded.txt").stream()
                        .filter(line -> line.startsWith(SERVER))
                        .map(line -> line.split(" ")[1])
                        .filter(name -> !told.contains(name)))
                .containsExactlyElementsOf(lines("absent.txt").stream()
                        .filter(line -> line.contains(": "))
                        .map(line -> line.substring(0, line.indexOf(':')))
                        .toList());
    }

    private static Stream<Family> everything() {
        return Stream.of(Families.all(), Families.ofLoops(), List.of(Families.HEALTH, Families.HEALTH_TOTAL)).flatMap(List::stream);
    }

    @Test
    void noNameStandsTwice() {
        assertThat(Families.all().stream().map(Family::name)).doesNotHaveDuplicates();
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

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = FamiliesTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
