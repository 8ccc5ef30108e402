package dev.pilothouse.api.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON strings: from bytes to text and back. Only what JSON demands is escaped.
final class JsonText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /// The text between two positions, which holds no escape.
    static String plain(byte[] json, int from, int to) {
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    /// The position after the closing quote of the string that opens here.
    static int end(byte[] json, int quote) {
        int at = quote + 1;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /// The text of the string that opens here. Lone surrogates and malformed bytes become U+FFFD.
    static String decode(byte[] json, int quote) {
        int end = end(json, quote) - 1;
        int at = run(json, quote + 1, end);
        if (at == end) {
            return plain(json, quote + 1, end);
        }
        StringBuilder text = new StringBuilder(end - quote).append(plain(json, quote + 1, at));
        while (at < end) {
            int from = unescape(json, at + 1, text);
            at = run(json, from, end);
            text.append(plain(json, from, at));
        }
        return text.toString();
    }

    /// The position of the next escape, or the end.
    private static int run(byte[] json, int from, int end) {
        int at = from;
        while (at < end && json[at] != '\\') {
            at++;
        }
        return at;
    }

    private static int unescape(byte[] json, int at, StringBuilder text) {
        switch (json[at]) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                return unicode(json, at + 1, text);
            }
            default -> text.append((char) json[at]);
        }
        return at + 1;
    }

    private static int unicode(byte[] json, int at, StringBuilder text) {
        char unit = hex(json, at);
        int after = at + 4;
        if (!Character.isSurrogate(unit)) {
            text.append(unit);
            return after;
        }
        if (Character.isHighSurrogate(unit) && json[after] == '\\' && json[after + 1] == 'u') {
            char low = hex(json, after + 2);
            if (Character.isLowSurrogate(low)) {
                text.append(unit).append(low);
                return after + 6;
            }
        }
        text.append(REPLACEMENT);
        return after;
    }

    private static char hex(byte[] json, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = value << 4 | Character.digit(json[i], 16);
        }
        return (char) value;
    }

    /// The text as a JSON string with its quotes. Lone surrogates become U+FFFD.
    static byte[] quoted(String text) {
        if (isPlain(text)) {
            byte[] plain = new byte[text.length() + 2];
            putPlain(text, plain, 0);
            return plain;
        }
        byte[] utf8 = wellFormed(text).getBytes(StandardCharsets.UTF_8);
        int length = utf8.length + 2;
        for (byte b : utf8) {
            length += escapeLength(b) - 1;
        }
        byte[] quoted = new byte[length];
        quoted[0] = '"';
        int at = 1;
        for (byte b : utf8) {
            if (escapeLength(b) == 1) {
                quoted[at++] = b;
            } else {
                at = escape(b, quoted, at);
            }
        }
        quoted[at] = '"';
        return quoted;
    }

    /// Writes the text with its quotes where every unit of it is one byte, as it nearly always is; two bytes more than it has
    /// units are there to be written. False, and anything written, where one isn't.
    static boolean putPlain(String text, byte[] into, int from) {
        int at = from;
        into[at++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!isPlain(unit)) {
                return false;
            }
            into[at++] = (byte) unit;
        }
        into[at] = '"';
        return true;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether the unit is one byte that stands for itself.
    private static boolean isPlain(char unit) {
        return unit >= ' ' && unit < 0x80 && unit != '"' && unit != '\\';
    }

    /// The length of [#quoted].
    static int quotedLength(String text) {
        int length = 2;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                return quoted(text).length; // rare, and not worth a second table of lengths
            }
            length += isPlain(unit) ? 1 : escapeLength((byte) unit);
        }
        return length;
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    private static int escapeLength(byte b) {
        return switch (b) {
            case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
            default -> b >= 0 && b < ' ' ? 6 : 1;
        };
    }

    private static int escape(byte b, byte[] into, int at) {
        into[at++] = '\\';
        switch (b) {
            case '\b' -> into[at++] = 'b';
            case '\f' -> into[at++] = 'f';
            case '\n' -> into[at++] = 'n';
            case '\r' -> into[at++] = 'r';
            case '\t' -> into[at++] = 't';
            case '"', '\\' -> into[at++] = b;
            default -> {
                into[at++] = 'u';
                into[at++] = '0';
                into[at++] = '0';
                into[at++] = HEX[b >> 4];
                into[at++] = HEX[b & 15];
            }
        }
        return at;
    }

    static boolean startsWith(byte[] json, int from, byte[] prefix) {
        return from + prefix.length <= json.length
                && Arrays.equals(json, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
