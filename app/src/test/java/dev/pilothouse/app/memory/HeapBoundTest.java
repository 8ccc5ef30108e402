package dev.pilothouse.app.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapBoundTest {
    private static final Duration STEP = Duration.ofSeconds(1);

    @ParameterizedTest(name = "{0} MiB live, {1} MiB in use: due {2}")
    @CsvSource({
        "  30,  126, false",
        "  30,  127, true",
        "  95,  191, false",
        "  95,  192, true",
        "1000, 2000, false",
        "1000, 2001, true",
    })
    void garbageIsBoundByWhatLives(long live, long used, boolean due) {
        assertThat(new HeapBound(mebibytes(live)).isDue(mebibytes(used), STEP)).isEqualTo(due);
    }

    @ParameterizedTest(name = "{0} MiB live and {1} MiB more, then {2} s of quiet: due {3}")
    @CsvSource({
        " 30,  40,  4, false",
        " 30,  40,  5, true",
        " 30,  30, 60, false",
        "800, 199, 60, false",
        "800, 210,  5, true",
    })
    void whatPiledUpGoesWhenItIsQuiet(long live, long more, int seconds, boolean due) {
        HeapBound bound = new HeapBound(mebibytes(live));
        bound.isDue(mebibytes(live + more), STEP);

        assertThat(afterQuiet(bound, live + more, seconds)).isEqualTo(due);
    }

    @Test
    void quietIsCollectedOnce() {
        HeapBound bound = new HeapBound(mebibytes(30));
        bound.isDue(mebibytes(80), STEP);
        assertThat(bound.isQuiet()).isFalse();
        assertThat(afterQuiet(bound, 80, 10)).isTrue();
        assertThat(bound.isQuiet()).isTrue();
        bound.collected(mebibytes(31));

        assertThat(bound.isQuiet()).isFalse();
        assertThat(afterQuiet(bound, 31, 600)).isFalse();
    }

    @ParameterizedTest(name = "{0} MiB live, {1} MiB of them let go: due {2}")
    @CsvSource({
        " 30,   8, false",
        " 30,   9, true",
        "800, 100, false",
        "800, 101, true",
    })
    void whatWasLetGoWhileItIsQuietIsCollected(long live, long letGo, boolean due) {
        HeapBound bound = new HeapBound(mebibytes(live));
        assertThat(afterQuiet(bound, live, 10)).isFalse();
        bound.letGo(mebibytes(letGo));

        assertThat(bound.isDue(mebibytes(live), Duration.ZERO)).isEqualTo(due);
    }

    @Test
    void eachQuietTimeIsToldOnce() {
        HeapBound bound = new HeapBound(mebibytes(30));
        assertThat(bound.comesToRest()).isFalse();
        afterQuiet(bound, 30, 10);
        assertThat(bound.comesToRest()).isTrue();
        afterQuiet(bound, 30, 600);
        assertThat(bound.comesToRest()).isFalse();
        bound.isDue(mebibytes(40), STEP);
        assertThat(bound.comesToRest()).isFalse();
        afterQuiet(bound, 40, 10);
        assertThat(bound.comesToRest()).isTrue();
    }

    @Test
    void heartbeatsAreQuietAndCollectedNowAndThen() {
        HeapBound bound = new HeapBound(mebibytes(30));
        int seconds = 0;
        for (long used = 30_000; !bound.isDue(used * 1024, STEP); used += 100) {
            seconds++;
        }

        assertThat(seconds).isBetween(200, 400);
    }

    @Test
    void whoeverIsBusyIsntDisturbedForLittle() {
        HeapBound bound = new HeapBound(mebibytes(30));
        for (int second = 0; second < 600; second++) {
            // Young collections keep what is in use within 90 MiB.
            assertThat(bound.isDue(mebibytes(40 + second % 50), STEP)).isFalse();
        }
    }

    private static boolean afterQuiet(HeapBound bound, long used, int seconds) {
        boolean due = false;
        for (int second = 0; second < seconds && !due; second++) {
            due = bound.isDue(mebibytes(used), STEP);
        }
        return due;
    }

    private static long mebibytes(long count) {
        return count << 20;
    }
}
