package dev.pilothouse.api.yaml;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.Tree;
import java.util.Arrays;
import java.util.Optional;

/// JSON that YAML reads as the same value, which is what most clients apply: read as JSON it costs a fraction. Lines of comment may
/// stand before it.
///
/// Left to YAML is everything that the two might see differently, or that is wrong: bytes beyond printable ASCII, escapes by
/// number, real and very long numbers, merge keys, keys that stand twice.
final class PlainJson {
    private static final String SIMPLE_ESCAPES = "\"\\nrtbf";

    /// As many digits fit into 64 bits whatever they are.
    private static final int SAFE_DIGITS = 18;

    private PlainJson() {}

    static Optional<Tree> read(byte[] text) {
        int begin = afterComments(text);
        if (begin == text.length || text[begin] != '{') {
            return Optional.empty();
        }
        byte[] json = begin == 0 ? text : Arrays.copyOfRange(text, begin, text.length);
        if (!isPlain(json)) {
            return Optional.empty();
        }
        try {
            Json.Parsed parsed = Json.parseNotingDuplicates(json);
            return parsed.duplicates().isEmpty() ? Optional.of(parsed.tree()) : Optional.empty();
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    /// Where the comments end; at the end of all where they aren't plain themselves.
    private static int afterComments(byte[] text) {
        int at = 0;
        while (at < text.length && text[at] == '#') {
            while (at < text.length && text[at] != '\n') {
                if (text[at] < ' ' || text[at] > '~') {
                    return text.length;
                }
                at++;
            }
            at = Math.min(at + 1, text.length);
        }
        return at;
    }

    private static boolean isPlain(byte[] text) {
        boolean quoted = false;
        int digits = 0;
        for (int at = 0; at < text.length; at++) {
            byte b = text[at];
            if ((b < ' ' || b > '~') && (b != '\n' || quoted) || b == '<') {
                return false;
            }
            if (b == '"') {
                quoted = !quoted;
                digits = 0;
            } else if (!quoted) {
                digits = b >= '0' && b <= '9' ? digits + 1 : 0;
                if (digits > SAFE_DIGITS || ".+E".indexOf(b) >= 0 || isExponent(text, at) || isNegativeZero(text, at)) {
                    return false;
                }
            } else if (b == '\\') {
                if (at + 1 == text.length || SIMPLE_ESCAPES.indexOf(text[++at]) < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isExponent(byte[] text, int at) {
        return text[at] == 'e' && text[at - 1] >= '0' && text[at - 1] <= '9';
    }

    private static boolean isNegativeZero(byte[] text, int at) {
        return text[at] == '0' && text[at - 1] == '-';
    }
}
