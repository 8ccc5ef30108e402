package dev.pilothouse.controllers.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Completed indexes are written shortly, and read again.
class IndexesTest {

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(
            delimiter = ';',
            value = {"0; 0", "0 1; 0,1", "0 1 2; 0-2", "0 2 3 4; 0,2-4", "1 2 5 7 8 9; 1,2,5,7-9"})
    void writesRangesOfThreeAndMore(String indexes, String written) {
        TreeSet<Integer> set =
                Arrays.stream(indexes.split(" ")).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(written, Indexes.print(set));
        assertEquals(set, Indexes.parse(written));
    }

    @ParameterizedTest(name = "a status without indexes has none of them: \"{0}\"")
    @CsvSource("''")
    void readsNothingFromNothing(String written) {
        assertEquals(new TreeSet<Integer>(), Indexes.parse(written));
    }
}
