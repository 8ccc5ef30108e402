package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryDelaysTest {
    private final StandingClock clock = new StandingClock();
    private final RetryDelays<String> delays = new RetryDelays<>(clock);

    @Test
    void aKeysDelayDoublesFromFiveMillisecondsToAThousandSeconds() {
        List<Long> millis = IntStream.range(0, 20)
                .mapToObj(_ -> delays.next("a").toMillis())
                .toList();
        assertThat(millis.subList(0, 6)).containsExactly(5L, 10L, 20L, 40L, 80L, 160L);
        assertThat(millis.get(17)).isEqualTo(5L << 17);
        assertThat(millis.subList(18, 20)).containsExactly(1_000_000L, 1_000_000L);
    }

    @Test
    void aHundredFailuresInARowDoNotOverflow() {
        IntStream.range(0, 100).forEach(_ -> delays.next("a"));
        clock.advance(Duration.ofHours(1));
        assertThat(delays.next("a")).isEqualTo(Duration.ofSeconds(1000));
    }

    @Test
    void keysDoNotShareTheirFailures() {
        delays.next("a");
        delays.next("a");
        assertThat(delays.next("b")).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void whoSucceedsStartsAnew() {
        delays.next("a");
        delays.next("a");
        delays.forget("a");
        assertThat(delays.failures("a")).isZero();
        assertThat(delays.next("a")).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void allKeysTogetherComeBackAtTenASecondAfterAHundred() {
        List<Long> millis = Stream.iterate(0, i -> i + 1)
                .limit(105)
                .map(i -> delays.next("key-" + i).toMillis())
                .toList();
        assertThat(millis.subList(0, 100)).containsOnly(5L);
        assertThat(millis.subList(100, 105)).containsExactly(100L, 200L, 300L, 400L, 500L);
        clock.advance(Duration.ofSeconds(1));
        assertThat(delays.next("later").toMillis()).isEqualTo(5);
    }
}
