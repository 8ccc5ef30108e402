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
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        if (isPlain(plain)) {
            byte[] quoted = new byte[plain.length + 2];
            putPlain(plain, quoted, 0);
            return quoted;
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

    /// Whether each byte of an encoded text surely stands for itself, as it nearly always does. A byte of what isn't ASCII is negative,
    /// and a question mark may be what encoding made of half a pair. Asked of bytes, since a call for each unit costs more than a copy.
    static boolean isPlain(byte[] utf8) {
        for (byte b : utf8) {
            if (b < ' ' || b == '"' || b == '\\' || b == '?') {
                return false;
            }
        }
        return true;
    }

    /// Writes plain bytes with their quotes.
    static void putPlain(byte[] plain, byte[] into, int at) {
        into[at] = '"';
        System.arraycopy(plain, 0, into, at + 1, plain.length);
        into[at + 1 + plain.length] = '"';
    }

    /// The length of [#quoted].
    static int quotedLength(String text) {
        int length = 2;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                return quoted(text).length; // rare, and not worth a second table of lengths
            }
            length += escapeLength((byte) unit);
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
