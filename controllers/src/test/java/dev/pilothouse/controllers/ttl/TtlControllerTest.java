package dev.pilothouse.controllers.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TtlControllerTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 100, 0", "0, 101, 1", "1, 95, 1", "1, 89, 0", "0, 1500, 3", "5, 20000, 5", "5, 3, 0"})
    void aClusterChangesItsSizeOnlyBeyondTheOverlap(int before, int nodes, int after) {
        assertThat(TtlController.next(before, nodes)).isEqualTo(after);
    }
}
