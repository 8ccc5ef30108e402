package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An entry whose value somebody holds as part of a larger array reads as before.
class SharedValueTest {
    private static Entry entry(String value) {
        return new Entry("/a", bytes(value), 2, 2, 0);
    }

    private static byte[] bytes(String text) {
        return Optional.ofNullable(text).orElse("").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "{a:1 c:3}, {a:1 b:2 c:3}",
        "{a:1 c:3}, {a:1 c:3 d:4}",
        "bc, abc",
        "bc, bcd",
        "aa, aaaaa",
        "abab, abxab",
        "same, same",
        ", set in",
    })
    void theValueIsWhatTheArrayIsWithoutWhatWasSetIn(String value, String whole) {
        Entry entry = entry(value);
        entry.shareWith(bytes(whole));
        assertThat(entry.value()).isEqualTo(bytes(value));
        assertThat(entry.size()).isEqualTo(bytes(value).length);
    }

    @ParameterizedTest
    @CsvSource({"abc, abd", "abc, ab", "abc, xxabxxc", "abc, a.b.c", "abc, cba"})
    void anArrayThatIsSomethingElseIsNotTaken(String value, String whole) {
        byte[] own = bytes(value);
        Entry entry = new Entry("/a", own, 2, 2, 0);
        entry.shareWith(bytes(whole));
        assertThat(entry.value()).isSameAs(own);
    }

    @Test
    void onlyOneArrayIsKept() {
        byte[] whole = bytes("{a:1 b:2 c:3}");
        Entry entry = entry("{a:1 c:3}");
        entry.shareWith(whole);
        entry.shareWith(bytes("{a:1 x c:3}"));
        whole[1] = 'A';
        assertThat(entry.value()).as("what a change of the array shows in").isEqualTo(bytes("{A:1 c:3}"));
    }
}
