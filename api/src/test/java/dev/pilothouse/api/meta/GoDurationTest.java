package dev.pilothouse.api.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0s, PT0S",
        "1m0s, PT1M",
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        ".5s, PT0.5S",
        "-2m, PT-2M",
        "+3s, PT3S",
        "100ms, PT0.1S",
        "7us, PT0.000007S",
        "7µs, PT0.000007S",
        "1h1h, PT2H",
        "1.s, PT1S",
        "1.9999999999ns, PT0.000000001S",
        "0.1h, PT6M"
    })
    void aDurationIsReadAsGoReadsIt(String text, Duration duration) throws Exception {
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, 1h0m0s", "PT90M, 1h30m0s", "PT5M, 5m0s", "PT45S, 45s", "PT1.5S, 1.5s", "PT0.1S, 100ms", "PT0S, 0s", "PT25H1S, 25h0m1s"
    })
    void aDurationIsWrittenAsGoWritesIt(Duration duration, String text) {
        assertThat(GoDuration.text(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            quoteCharacter = '\'',
            value = {
                "''       | time: invalid duration \"\"",
                "x        | time: invalid duration \"x\"",
                "-        | time: invalid duration \"-\"",
                "5        | time: missing unit in duration \"5\"",
                "5x       | time: unknown unit \"x\" in duration \"5x\"",
                "5s x     | time: unknown unit \"s x\" in duration \"5s x\"",
                "1s.      | time: invalid duration \"1s.\"",
                "9999999h | time: invalid duration \"9999999h\""
            })
    void whatIsNoneIsRefusedInGosWords(String text, String problem) {
        assertThatThrownBy(() -> GoDuration.parse(text)).hasMessage(problem);
    }
}
