package dev.pilothouse.api.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00Z, 2026-11-24T12:00:00Z, 2026-11-24T12:00:00.000000Z",
        "2026-01-02T03:04:05.678901999Z, 2026-01-02T03:04:05Z, 2026-01-02T03:04:05.678901Z",
        "1969-12-31T23:59:59.9Z, 1969-12-31T23:59:59Z, 1969-12-31T23:59:59.900000Z",
        "2024-02-29T23:59:59.000001Z, 2024-02-29T23:59:59Z, 2024-02-29T23:59:59.000001Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000000Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59Z, 9999-12-31T23:59:59.999999Z",
        "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000000Z",
        "-0001-12-31T23:59:59Z, -0001-12-31T23:59:59Z, -0001-12-31T23:59:59.000000Z",
    })
    void aTimeIsWrittenDownToTheSecondAndToTheMicrosecond(String time, String seconds, String micros) {
        assertThat(Timestamps.seconds(Instant.parse(time))).isEqualTo(seconds);
        assertThat(Timestamps.micros(Instant.parse(time))).isEqualTo(micros);
    }

    /// Held against the JDK: a usual text, with each character in turn replaced by each of those that may stand somewhere in one.
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-28T12:30:45Z", "2024-02-29T23:59:59Z", "0000-12-31T00:00:00Z", "2023-02-28T09:08:07Z"})
    void aTimeIsReadAsTheJdkReadsIt(String usual) {
        for (int at = 0; at < usual.length(); at++) {
            for (char other : "0123456789-:TtZz+. /".toCharArray()) {
                String text = usual.substring(0, at) + other + usual.substring(at + 1);
                assertThat(Timestamps.parse(text)).as(text).isEqualTo(asTheJdk(text));
            }
        }
    }

    private static Optional<Instant> asTheJdk(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
