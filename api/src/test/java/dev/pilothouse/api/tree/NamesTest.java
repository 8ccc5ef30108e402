package dev.pilothouse.api.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final int LAST = Names.number("zone");

    @Test
    void numbersOrderAsTheNamesDo() {
        assertThat(LAST).isPositive();
        assertThat(IntStream.rangeClosed(1, LAST))
                .allMatch(number -> Names.compare(Names.text(number - 1), Names.text(number)) < 0);
    }

    @Test
    void aNameIsFoundByItsTextAndByItsBytes() {
        assertThat(IntStream.rangeClosed(0, LAST)).allSatisfy(number -> {
            byte[] bytes = Names.text(number).getBytes(StandardCharsets.UTF_8);
            assertThat(Names.number(Names.text(number))).isEqualTo(number);
            assertThat(Names.number(bytes, 0, bytes.length)).isEqualTo(number);
        });
    }

    @Test
    void aNameIsQuotedAsAnyTextIs() {
        assertThat(IntStream.rangeClosed(0, LAST))
                .allSatisfy(number -> assertThat(Names.quoted(number)).isEqualTo(JsonText.quoted(Names.text(number))));
    }

    @Test
    void whatIsNoNameHasNoNumber() {
        assertThat(Names.number("nobodyCallsAFieldThis")).isEqualTo(-1);
    }
}
