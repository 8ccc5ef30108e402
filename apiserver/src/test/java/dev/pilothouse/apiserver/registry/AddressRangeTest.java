package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.1, true", "10.0.0.0/24, 10.0.0.254, true", "10.0.0.0/24, 10.0.0.0, false",
        "10.0.0.0/24, 10.0.0.255, false", "10.0.0.0/24, 10.0.1.1, false", "10.0.0.0/24, fd00::1, false",
        "fd00::/112, fd00::1, true", "fd00::/112, fd00::ffff, true", "fd00::/112, fd00::, false",
        "fd00::/112, fd00::1:0, false", "fd00::/112, 10.0.0.1, false", "10.0.0.0/24, words, false",
    })
    void holdsAllButItsOwnAddressAndTheOneForEverybody(String range, String address, boolean contained) {
        assertThat(AddressRange.of(range).contains(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/28, 14", "fd00::/124, 15", "10.0.0.0/29, 6", "192.168.255.0/24, 254"})
    void givesEveryAddressOnceAndThenNone(String text, int count) {
        AddressRange range = AddressRange.of(text);
        Set<String> taken = new HashSet<>();
        for (Optional<String> next = range.free(random, taken::contains);
                next.isPresent();
                next = range.free(random, taken::contains)) {
            assertThat(taken.add(next.get())).isTrue();
            assertThat(range.contains(next.get())).isTrue();
        }
        assertThat(taken).hasSize(count);
    }

    @Test
    void leavesTheLowerPartToThoseWhoChoose() {
        for (int i = 0; i < 1000; i++) {
            String last = AddressRange.of("10.0.0.0/24").free(random, _ -> false).orElseThrow().replaceFirst(".*\\.", "");
            assertThat(Integer.parseInt(last)).isBetween(16, 254);
            assertThat(AddressRange.of("fd00::/64").free(random, _ -> false)).get().asString().startsWith("fd00::");
        }
    }
}
