package dev.pilothouse.app.masters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.client.LoopFamilies;
import dev.pilothouse.scheduler.SchedulerFamilies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What controller manager and scheduler tell is what upstream's told when they were idle.
class LoopFamiliesTest {
    private static final Path RECORDED =
            Path.of("../apiserver/src/test/resources/dev/pilothouse/apiserver/metrics/recorded.txt");

    /// The recording lost the buckets of these.
    private static final String LOST = "?";

    @Test
    void theControllerManagersAreUpstreams() throws IOException {
        assertThat(LoopFamilies.all()).allSatisfy(family -> isRecorded("kube-controller-manager", family));
    }

    @Test
    void theSchedulersAreUpstreams() throws IOException {
        assertThat(LoopFamilies.all()).allSatisfy(family -> isRecorded("kube-scheduler", family));
        assertThat(SchedulerFamilies.all()).allSatisfy(family -> isRecorded("kube-scheduler", family));
    }

    private static void isRecorded(String component, Family family) throws IOException {
        Map<String, List<String>> lines = Files.readAllLines(RECORDED).stream()
                .map(line -> List.of(line.split(" ", 4)))
                .filter(parts -> parts.get(0).equals(component))
                .collect(Collectors.toMap(parts -> parts.get(1), Function.identity()));
        List<String> recorded = lines.get(family.name());
        assertThat(recorded).as(family.name()).isNotNull();
        assertThat(family.type().name().toLowerCase(Locale.ROOT)).isEqualTo(recorded.get(2));
        int end = recorded.get(3).indexOf(']') + 1;
        assertThat(family.labels().toString()).as(family.name()).isEqualTo(recorded.get(3).substring(0, end));
        String buckets = recorded.get(3).substring(end).strip();
        if (!buckets.equals(LOST)) {
            List<Double> bounds = List.of(buckets.substring(1, buckets.length() - 1).split(", ")).stream()
                    .filter(text -> !text.isEmpty())
                    .map(Double::valueOf)
                    .toList();
            assertThat(family.bounds()).as(family.name()).isEqualTo(bounds);
        }
    }
}
