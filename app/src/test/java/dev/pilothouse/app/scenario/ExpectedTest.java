package dev.pilothouse.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedTest {
    @Test
    void blanksCountAsOne() {
        assertThat(new Expected(List.of("NAME READY")).matches(List.of("NAME     READY   "))).isTrue();
    }

    @Test
    void openPlacesTakeAnyTextOfTheirLine() {
        Expected expected = new Expected(List.of("web-<any> 1/1 Running"));
        assertThat(expected.matches(List.of("web-x7k2p   1/1   Running"))).isTrue();
        assertThat(expected.matches(List.of("web-x7k2p   0/1   Running"))).isFalse();
        assertThat(expected.matches(List.of("web-x", "1/1 Running"))).isFalse();
    }

    @Test
    void openLinesTakeAnyNumberOfLines() {
        Expected expected = new Expected(List.of("first", "<lines>", "last"));
        assertThat(expected.matches(List.of("first", "last"))).isTrue();
        assertThat(expected.matches(List.of("first", "a", "b", "last"))).isTrue();
        assertThat(expected.matches(List.of("first", "a", "b"))).isFalse();
    }

    @Test
    void moreThanExpectedIsWrong() {
        assertThat(new Expected(List.of("a")).matches(List.of("a", "b"))).isFalse();
        assertThat(new Expected(List.of()).matches(List.of("a"))).isFalse();
    }
}
