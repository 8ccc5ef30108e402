package dev.pilothouse.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pilothouse.apiserver.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarningHeadersTest {

    private static List<String> headers(List<String> warnings) {
        return WarningHeaders.on(HttpResponse.text(200, ""), warnings).headers().getOrDefault("Warning", List.of());
    }

    @Test
    void eachWarningIsGivenOnceInItsOrder() {
        assertEquals(List.of("299 - \"b\"", "299 - \"a \\\"q\\\"\""), headers(List.of("b", "a \"q\"", "b", "")));
    }

    @Test
    void whatCannotStandInAHeaderIsLeftOut() {
        assertEquals(List.of(), headers(List.of("two\nlines")));
    }

    @Test
    void manyLongWarningsAreCutAndCounted() {
        List<String> many = IntStream.range(0, 40)
                .mapToObj(i -> String.join("", Collections.nCopies(300, Character.toString((char) ('A' + i)))))
                .map(text -> text.replace("\\", "x").replace("\"", "x"))
                .toList();
        List<String> headers = headers(many);
        assertEquals(16, headers.size());
        assertEquals("299 - \"".length() + 256 + 1, headers.getFirst().length());
    }
}
