package dev.pilothouse.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HighWaterTest {
    private static final long SECOND = 1_000_000_000;

    private final HighWater water = new HighWater();

    @Test
    void whatWasThereForAnInstantIsToldASecondLater() {
        water.enter(5 * SECOND);
        water.enter(5 * SECOND + 1);
        water.leave(5 * SECOND + 2);
        water.leave(5 * SECOND + 3);
        assertThat(water.lastSecond(6 * SECOND)).isEqualTo(2);
        assertThat(water.lastSecond(7 * SECOND)).isZero();
    }

    @Test
    void whatStaysIsToldEverySecond() {
        water.enter(5 * SECOND);
        assertThat(water.lastSecond(9 * SECOND)).isEqualTo(1);
        water.leave(9 * SECOND + 5);
        assertThat(water.lastSecond(10 * SECOND)).isEqualTo(1);
        assertThat(water.lastSecond(11 * SECOND)).isZero();
    }

    @Test
    void theSecondThatIsNotOverIsNotToldYet() {
        water.enter(-5 * SECOND);
        assertThat(water.lastSecond(-5 * SECOND + 7)).isZero();
    }
}
