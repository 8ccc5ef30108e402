package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.client.EventCorrelation.Occurrence;
import dev.pilothouse.client.EventCorrelation.Subject;
import dev.pilothouse.client.EventCorrelation.Written;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventCorrelationTest {
    private static final Subject WEB = new Subject("v1", "Pod", "default", "web", "uid-1");

    private final StandingClock clock = new StandingClock();
    private final EventCorrelation correlation = new EventCorrelation();

    @Test
    void theSameEventAgainCountsUpTheFirst() {
        Written first = report("back-off").orElseThrow();
        clock.advance(Duration.ofSeconds(3));
        Written second = report("back-off").orElseThrow();
        assertThat(first.count()).isEqualTo(1);
        assertThat(second).isEqualTo(new Written(first.key(), "back-off", first.first(), clock.instant(), 2));
    }

    @Test
    void eventsThatDifferInAnythingAreTheirOwn() {
        Written message = report("one").orElseThrow();
        Written other = report("two").orElseThrow();
        Written type = correlation.next(new Occurrence(WEB, "Normal", "Failed", "one"), clock.instant())
                .orElseThrow();
        assertThat(List.of(message.key(), other.key(), type.key())).doesNotHaveDuplicates();
        assertThat(List.of(message.count(), other.count(), type.count())).containsOnly(1L);
    }

    @Test
    void asOfTheTenthMessageSimilarEventsAreOne() {
        List<Written> written = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> report("attempt " + i).orElseThrow())
                .toList();
        assertThat(written.subList(0, 9)).allSatisfy(it -> assertThat(it.count()).isEqualTo(1));
        Written tenth = written.get(9);
        assertThat(tenth.message()).isEqualTo("(combined from similar events): attempt 10");
        assertThat(tenth.count()).isEqualTo(1);
        assertThat(written.get(11).key()).isEqualTo(tenth.key());
        assertThat(written.get(11).message()).isEqualTo("(combined from similar events): attempt 12");
        assertThat(written.get(11).count()).isEqualTo(3);
    }

    @Test
    void tenMinutesOfSilenceEndTheCombining() {
        IntStream.rangeClosed(1, 10).forEach(i -> report("attempt " + i));
        clock.advance(Duration.ofMinutes(10));
        assertThat(report("just in time").orElseThrow().message()).startsWith("(combined");
        clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(report("later").orElseThrow().message()).isEqualTo("later");
    }

    @Test
    void aSourceMaySayTwentyFiveThingsAboutAnObjectAndOneMoreEveryFiveMinutes() {
        assertThat(IntStream.range(0, 30).filter(_ -> report("again").isPresent()).count())
                .isEqualTo(25);
        clock.advance(Duration.ofSeconds(299));
        assertThat(report("again")).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(report("again").orElseThrow().count()).as("what was left out is counted").isEqualTo(32);
        assertThat(report("again")).isEmpty();
    }

    @Test
    void otherObjectsHaveABudgetOfTheirOwn() {
        IntStream.range(0, 30).forEach(_ -> report("again"));
        Subject other = new Subject("v1", "Pod", "default", "web", "uid-2");
        assertThat(correlation.next(new Occurrence(other, "Warning", "Failed", "again"), clock.instant()))
                .isPresent();
    }

    @Test
    void aBudgetNeverGrowsBeyondItsBurst() {
        report("again");
        clock.advance(Duration.ofDays(30));
        assertThat(IntStream.range(0, 40).filter(_ -> report("again").isPresent()).count())
                .isEqualTo(25);
    }

    @Test
    void eventsAboutObjectsWithoutANamespaceLiveInDefault() {
        Subject node = new Subject("v1", "Node", "", "n1", "uid-3");
        assertThat(correlation.next(new Occurrence(node, "Normal", "Ready", ""), clock.instant())
                        .orElseThrow()
                        .key()
                        .namespace())
                .isEqualTo("default");
    }

    @Test
    void aNameThatNoEventMayHaveIsReplaced() {
        Subject role = new Subject("rbac.authorization.k8s.io/v1", "ClusterRole", "", "system:node", "uid-4");
        assertThat(correlation.next(new Occurrence(role, "Normal", "Seen", ""), clock.instant())
                        .orElseThrow()
                        .key()
                        .name())
                .matches("[0-9a-f-]{36}");
    }

    private Optional<Written> report(String message) {
        return correlation.next(new Occurrence(WEB, "Warning", "Failed", message), clock.instant());
    }
}
