package dev.pilothouse.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParagraphsTest {
    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "One~two.           | One two.              | One two.",
                "One.~Two.          | One.  Two.            | One.~~Two.",
                "One.  And~two.     | One.  And two.        | One.  And two.",
                "One.  And~two.     | One. And two.         | One. And two.",
                "Such as:~  a~  b~c | Such as:   a   b c    | Such as:~  a~  b~c",
                "One.~Such as:~  a  | One.  Such as:   a    | One.~~Such as:~  a",
                "Older.             | Newer.  Words.        | Newer. Words.",
            })
    void aBlankLineIsWhereALineEndsAndTheModelHasMoreSpace(String lines, String model, String text) {
        assertEquals(text.replace('~', '\n'), Paragraphs.of(lines.replace('~', '\n'), model));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {"One.  And~two. | One.  And two.", "Such as:~  a~b | Such as:~  a~b"})
    void linesOfACommentAloneAreJoined(String lines, String text) {
        assertEquals(text.replace('~', '\n'), Paragraphs.of(lines.replace('~', '\n')));
    }
}
