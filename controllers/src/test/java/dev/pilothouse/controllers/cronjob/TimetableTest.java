package dev.pilothouse.controllers.cronjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            * * * * *            |               | 2030-01-01T00:00:00Z | 2030-01-01T00:01:00Z
            * * * * *            |               | 2030-01-01T00:00:59Z | 2030-01-01T00:01:00Z
            */15 * * * *         |               | 2030-01-01T00:16:00Z | 2030-01-01T00:30:00Z
            5/20 * * * *         |               | 2030-01-01T00:26:00Z | 2030-01-01T00:45:00Z
            0 22 * * 1-5         |               | 2030-01-04T22:00:00Z | 2030-01-07T22:00:00Z
            0 0 13 * fri         |               | 2030-01-01T00:00:00Z | 2030-01-04T00:00:00Z
            0 0 13 * *           |               | 2030-01-01T00:00:00Z | 2030-01-13T00:00:00Z
            0 0 29 feb ?         |               | 2030-01-01T00:00:00Z | 2032-02-29T00:00:00Z
            1,31 6-8/2 * * *     |               | 2030-01-01T06:31:00Z | 2030-01-01T08:01:00Z
            @hourly              |               | 2030-01-01T00:10:00Z | 2030-01-01T01:00:00Z
            @weekly              |               | 2030-01-01T00:10:00Z | 2030-01-06T00:00:00Z
            @yearly              |               | 2030-01-01T00:00:00Z | 2031-01-01T00:00:00Z
            @every 1h30m         |               | 2030-01-01T00:10:00Z | 2030-01-01T01:40:00Z
            0 9 * * *            | Europe/Berlin | 2030-01-01T00:00:00Z | 2030-01-01T08:00:00Z
            0 9 * * *            | Europe/Berlin | 2030-07-01T00:00:00Z | 2030-07-01T07:00:00Z
            TZ=Asia/Tokyo 0 9 * * * |            | 2030-07-01T01:00:00Z | 2030-07-02T00:00:00Z
            """)
    void theNextTimeIsTheFirstThatFits(String schedule, String zone, Instant after, Instant next) {
        assertThat(Timetable.of(schedule, zone == null ? "" : zone).orElseThrow().next(after))
                .contains(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "x * * * *", "@often", "TZ=Nowhere/None * * * * *"})
    void whatCannotBeReadIsNoTimetable(String schedule) {
        assertThat(Timetable.of(schedule, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 31 2 *", "0 0 30 feb ?"})
    void aDayThatNeverComesIsNeverDue(String schedule) {
        assertThat(Timetable.of(schedule, "").orElseThrow().next(Instant.parse("2030-01-01T00:00:00Z")))
                .isEmpty();
    }
}
