package dev.pilothouse.api.tree;

import java.util.Arrays;

/// Reads JSON bytes once, from left to right, and writes down the tape of what it meets, in the order of the input.
/// Checks the grammar of RFC 8259 and nothing more: sorting, duplicates and normal forms are the [Writer]'s. Notes
/// whether the input was canonical, in which case the writer has nothing to do.
///
/// Nesting costs no Java stack, so that [#DEPTH_LIMIT] levels are as safe as one.
final class Scanner {
    /// Levels of nesting; the same bound as Go's decoder has.
    static final int DEPTH_LIMIT = 10_000;

    private final byte[] in;
    private int at;
    private int[] tape;
    private int used;
    private int[] open = new int[16];
    private int depth;
    /// Positions in the tape of the last name word of each open object, for the check of order.
    private int[] lastName = new int[16];

    private boolean canonical = true;

    Scanner(byte[] in) {
        this.in = in;
        this.tape = new int[Math.max(16, in.length / 3)];
    }

    boolean isCanonical() {
        return canonical;
    }

    Document scan() throws MalformedJson {
        if (in.length > Document.LIMIT_BYTES) {
            throw new MalformedJson("document is larger than " + Document.LIMIT_BYTES + " bytes", 0);
        }
        values();
        if (at < in.length) {
            skipSpace();
            canonical = false;
            if (at < in.length) {
                throw unexpected("after top-level value");
            }
        }
        return new Document(in, Arrays.copyOf(tape, used));
    }

    /// One pass over all values: each turn of the loop reads one value, then closes what it completes.
    private void values() throws MalformedJson {
        while (true) {
            skipSpace();
            boolean opened = value();
            if (opened && !closesAtOnce()) {
                if (in(Document.OBJECT)) {
                    name();
                }
                continue;
            }
            while (depth > 0 && !more()) {
                close();
            }
            if (depth == 0) {
                return;
            }
        }
    }

    private boolean in(int type) {
        return (tape[open[depth - 1]] & Document.TYPE_MASK) == type;
    }

    private boolean closesAtOnce() throws MalformedJson {
        skipSpace();
        if (at >= in.length) {
            throw truncated();
        }
        if (in[at] == (in(Document.OBJECT) ? '}' : ']')) {
            close();
            return true;
        }
        return false;
    }

    /// After a value inside a container: whether another one follows. Reads the comma and the next name.
    private boolean more() throws MalformedJson {
        skipSpace();
        if (at >= in.length) {
            throw truncated();
        }
        boolean object = in(Document.OBJECT);
        if (in[at] == ',') {
            at++;
            if (object) {
                name();
            }
            return true;
        }
        if (in[at] == (object ? '}' : ']')) {
            return false;
        }
        throw unexpected(object ? "after object key:value pair" : "after array element");
    }

    private void name() throws MalformedJson {
        skipSpace();
        if (at >= in.length) {
            throw truncated();
        }
        if (in[at] != '"') {
            throw unexpected("looking for beginning of object key string");
        }
        int quote = at;
        boolean escaped = text();
        int number = escaped ? Names.number(JsonText.decode(in, quote)) : Names.number(in, quote + 1, at - 1);
        int word = number >= 0 ? Document.internedName(number) : Document.ownName(quote);
        int level = depth - 1;
        if (canonical && tape[open[level] + 3] > 0 && Writer.compareNames(in, lastName[level], word) >= 0) {
            canonical = false;
        }
        lastName[level] = word;
        reserve(1);
        tape[used++] = word;
        skipSpace();
        if (at >= in.length) {
            throw truncated();
        }
        if (in[at] != ':') {
            throw unexpected("after object key");
        }
        at++;
    }

    /// Reads a scalar whole, or the opening of a container: then the answer is true.
    private boolean value() throws MalformedJson {
        if (at >= in.length) {
            throw truncated();
        }
        if (depth > 0) {
            tape[open[depth - 1] + 3]++;
        }
        int start = at;
        switch (in[at]) {
            case '{' -> {
                return opened(Document.OBJECT);
            }
            case '[' -> {
                return opened(Document.LIST);
            }
            case '"' -> scalar(start, text() ? Document.TEXT | Document.FLAG : Document.TEXT);
            case 't' -> scalar(start, word("true", Document.TRUE));
            case 'f' -> scalar(start, word("false", Document.FALSE));
            case 'n' -> scalar(start, word("null", Document.NULL));
            default -> scalar(start, number());
        }
        return false;
    }

    private boolean opened(int type) throws MalformedJson {
        if (depth == DEPTH_LIMIT) {
            throw new MalformedJson("exceeded max depth", at);
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
            lastName = Arrays.copyOf(lastName, depth * 2);
        }
        open[depth++] = used;
        reserve(Document.CONTAINER_WORDS);
        tape[used] = at << Document.START_SHIFT | type;
        tape[used + 3] = 0;
        used += Document.CONTAINER_WORDS;
        at++;
        return true;
    }

    private void close() {
        int container = open[--depth];
        at++;
        tape[container + 1] = at;
        tape[container + 2] = used;
    }

    private void scalar(int start, int type) {
        reserve(Document.SCALAR_WORDS);
        tape[used] = start << Document.START_SHIFT | type;
        tape[used + 1] = at;
        used += Document.SCALAR_WORDS;
    }

    private void reserve(int words) {
        if (used + words > tape.length) {
            tape = Arrays.copyOf(tape, tape.length * 2);
        }
    }

    private void skipSpace() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
            canonical = false;
        }
    }

    /// Reads a string from its opening quote to its closing one; true if it holds an escape.
    private boolean text() throws MalformedJson {
        boolean escaped = false;
        at++;
        while (true) {
            if (at >= in.length) {
                throw truncated();
            }
            byte b = in[at];
            if (b == '"') {
                at++;
                return escaped;
            }
            if (b == '\\') {
                escaped = true;
                // An escape may be longer than it has to be: the writer decides.
                canonical = false;
                escape();
            } else if (b >= 0 && b < ' ') {
                throw unexpected("in string literal");
            } else if (b < 0) {
                multibyte();
            } else {
                at++;
            }
        }
    }

    private void escape() throws MalformedJson {
        at++;
        if (at >= in.length) {
            throw truncated();
        }
        switch (in[at]) {
            case 'b', 'f', 'n', 'r', 't', '\\', '/', '"' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++, at++) {
                    if (at >= in.length) {
                        throw truncated();
                    }
                    if (in[at] < 0 || Character.digit(in[at], 16) < 0) {
                        throw unexpected("in \\u hexadecimal character escape");
                    }
                }
            }
            default -> throw unexpected("in string escape code");
        }
    }

    /// Steps over one character beyond ASCII. Malformed bytes are let through here, and replaced by the writer.
    private void multibyte() {
        int length = Utf8.length(in, at);
        if (length == 0) {
            canonical = false;
            at++;
        } else {
            at += length;
        }
    }

    private int word(String word, int type) throws MalformedJson {
        at++;
        for (int i = 1; i < word.length(); i++, at++) {
            if (at >= in.length) {
                throw truncated();
            }
            if (in[at] != word.charAt(i)) {
                throw unexpected("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
        return type;
    }

    private int number() throws MalformedJson {
        int start = at;
        boolean integer = true;
        if (in[at] == '-') {
            at++;
            if (at >= in.length) {
                throw truncated();
            }
            if (!digit()) {
                throw unexpected("in numeric literal");
            }
        } else if (!digit()) {
            throw unexpected("looking for beginning of value");
        }
        if (in[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < in.length && in[at] == '.') {
            integer = false;
            at++;
            required("after decimal point in numeric literal");
            digits();
        }
        if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            integer = false;
            at++;
            if (at < in.length && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            required("in exponent of numeric literal");
            digits();
        }
        if (integer && fitsLong(start)) {
            return Document.INTEGER;
        }
        canonical = false;
        return Document.REAL;
    }

    /// Whether the digits from here on are an integer of 64 bits; `-0` is one, but not canonical.
    private boolean fitsLong(int start) {
        int length = at - start;
        if (length == 2 && in[start] == '-' && in[start + 1] == '0') {
            canonical = false;
            return true;
        }
        if (length < 19) {
            return true;
        }
        try {
            Long.parseLong(JsonText.plain(in, start, at));
            return true;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    private boolean digit() {
        return at < in.length && in[at] >= '0' && in[at] <= '9';
    }

    private void digits() {
        while (digit()) {
            at++;
        }
    }

    private void required(String context) throws MalformedJson {
        if (at >= in.length) {
            throw truncated();
        }
        if (!digit()) {
            throw unexpected(context);
        }
    }

    private MalformedJson truncated() {
        return new MalformedJson("unexpected end of JSON input", in.length);
    }

    private MalformedJson unexpected(String context) {
        return new MalformedJson("invalid character " + quoted(in[at] & 0xff) + " " + context, at);
    }

    /// One byte as Go quotes it in a message.
    private static String quoted(int b) {
        return switch (b) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            case '\\' -> "'\\\\'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            case '\b' -> "'\\b'";
            case '\f' -> "'\\f'";
            case 7 -> "'\\a'";
            case 11 -> "'\\v'";
            default -> {
                boolean hidden = b < ' ' || b == 0x7f;
                boolean control = b >= 0x80 && b < 0xa0 || b == 0xad;
                yield hidden ? "'\\x%02x'".formatted(b) : control ? "'\\u%04x'".formatted(b) : "'" + (char) b + "'";
            }
        };
    }
}
