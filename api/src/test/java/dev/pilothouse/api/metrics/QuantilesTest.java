package dev.pilothouse.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Quantiles quantiles = new Quantiles();

    @ParameterizedTest
    @ValueSource(doubles = {0.000001, 0.0035, 0.25, 1, 7, 900})
    void aValueIsToldByThreePercent(double value) {
        quantiles.see(value, 0);
        assertThat(quantiles.at(0.5, 0)).isCloseTo(value, Percentage.withPercentage(3.2));
        assertThat(quantiles.sum()).isEqualTo(value);
    }

    @Test
    void ranksAreThoseOfAllValues() {
        for (int i = 1; i <= 1_000; i++) {
            quantiles.see(i / 1_000.0, -5);
        }
        assertThat(quantiles.at(0.5, 0)).isCloseTo(0.5, Percentage.withPercentage(4));
        assertThat(quantiles.at(0.9, 0)).isCloseTo(0.9, Percentage.withPercentage(4));
        assertThat(quantiles.at(0.99, 0)).isCloseTo(0.99, Percentage.withPercentage(4));
        assertThat(quantiles.count()).isEqualTo(1_000);
    }

    @Test
    void whatWasFiveHoursAgoIsForgottenButStaysCounted() {
        quantiles.see(1, HOUR / 2);
        quantiles.see(0.001, 4 * HOUR);
        assertThat(quantiles.at(0.99, 4 * HOUR)).isCloseTo(1, Percentage.withPercentage(3.2));
        assertThat(quantiles.at(0.99, 5 * HOUR)).isCloseTo(0.001, Percentage.withPercentage(3.2));
        assertThat(quantiles.at(0.5, 9 * HOUR)).isNaN();
        assertThat(quantiles.count()).isEqualTo(2);
    }

    @Test
    void whatIsOutOfAllBoundsCountsAsTheNearest() {
        quantiles.see(0, 0);
        assertThat(quantiles.at(0.5, 0)).isLessThan(1e-8);
        quantiles.see(1e9, 0);
        assertThat(quantiles.at(0.99, 0)).isGreaterThan(900);
    }
}
