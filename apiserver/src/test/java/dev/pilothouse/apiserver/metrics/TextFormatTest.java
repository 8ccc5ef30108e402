package dev.pilothouse.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Quantiles;
import dev.pilothouse.api.metrics.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormatTest {
    private static final Family WAITS =
            Family.histogram("waits_seconds", "How long.", new double[] {0.5, 2}, "way").stable();

    @ParameterizedTest
    @CsvSource({
        "0, 0", "1, 1", "-3, -3", "50000, 50000", "999999, 999999", "1000000, 1e+06", "1048576, 1.048576e+06", "0.25, 0.25",
        "0.0001, 0.0001", "0.00001, 1e-05", "0.00064, 0.00064", "3110400000, 3.1104e+09", "-0.00001, -1e-05",
        "1e100, 1e+100"
    })
    void numbersAreWrittenAsGoWritesThem(double number, String text) {
        assertThat(TextFormat.number(number)).isEqualTo(text);
    }

    @Test
    void aHistogramCountsUpwardsAndValuesOnABoundBelongBelowIt() {
        Series<Distribution> waits = Series.distributions(WAITS);
        Distribution way = waits.of("a\"b\\\n");
        way.see(0.5);
        way.see(1);
        way.see(9);
        TextFormat text = new TextFormat();
        waits.tell(text);
        assertThat(text.text()).isEqualTo("""
                # HELP waits_seconds [STABLE] How long.
                # TYPE waits_seconds histogram
                waits_seconds_bucket{way="a\\"b\\\\\\n",le="0.5"} 1
                waits_seconds_bucket{way="a\\"b\\\\\\n",le="2"} 2
                waits_seconds_bucket{way="a\\"b\\\\\\n",le="+Inf"} 3
                waits_seconds_sum{way="a\\"b\\\\\\n"} 10.5
                waits_seconds_count{way="a\\"b\\\\\\n"} 3
                """);
    }

    @Test
    void aSummaryTellsRanksAndAnEmptyOneNothing() {
        Series<Quantiles> ranks = Series.quantiles(Family.summary("ranks_seconds", "How long.", "way"));
        TextFormat nothing = new TextFormat();
        ranks.of("here");
        ranks.tell(nothing);
        assertThat(nothing.text()).isEmpty();
        ranks.of("here").see(0.5, System.nanoTime());
        TextFormat text = new TextFormat();
        ranks.tell(text);
        assertThat(text.text()).isEqualTo("""
                # HELP ranks_seconds [ALPHA] How long.
                # TYPE ranks_seconds summary
                ranks_seconds{way="here",quantile="0.5"} 0.515625
                ranks_seconds{way="here",quantile="0.9"} 0.515625
                ranks_seconds{way="here",quantile="0.99"} 0.515625
                ranks_seconds_sum{way="here"} 0.5
                ranks_seconds_count{way="here"} 1
                """);
    }

    @Test
    void whatHasNoLabelsIsToldBeforeItHappens() {
        TextFormat text = new TextFormat();
        Series.counts(Family.counter("things_total", "Things.")).tell(text);
        assertThat(text.text()).endsWith("\nthings_total 0\n");
    }

    @Test
    void whatNeverHappenedIsNotToldIfItHasLabels() {
        TextFormat text = new TextFormat();
        Series.distributions(WAITS).tell(text);
        assertThat(text.text()).isEmpty();
    }
}
