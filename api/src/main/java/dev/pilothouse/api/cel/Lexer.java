package dev.pilothouse.api.cel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Cuts a source into words. What it can't read it reports and leaves out, so that the parser may say more.
final class Lexer {
    private static final List<String> SYMBOLS = List.of(
            "==", "!=", "<=", ">=", "&&", "||", "<", ">", "[", "]", "{", "}", "(", ")", ".", ",", "-", "!", "?", ":", "+", "*",
            "/", "%");

    private final String source;
    private final List<Issue> issues;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String source, List<Issue> issues) {
        this.source = source;
        this.issues = issues;
    }

    static List<Token> read(String source, List<Issue> issues) {
        Lexer lexer = new Lexer(source, issues);
        while (lexer.skip()) {
            lexer.token();
        }
        lexer.tokens.add(new Token(Token.Kind.END, "", source.length(), ""));
        return lexer.tokens;
    }

    private char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
    }

    /// To the next word, if there is one.
    private boolean skip() {
        while (at < source.length()) {
            if (" \t\r\n\f".indexOf(source.charAt(at)) >= 0) {
                at++;
            } else if (source.startsWith("//", at)) {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else {
                return true;
            }
        }
        return false;
    }

    private void token() {
        char c = peek(0);
        if (isQuoteAt(0) || prefixed()) {
            quoted();
        } else if (isDigit(c) || c == '.' && isDigit(peek(1))) {
            number();
        } else if (isLetter(c)) {
            int start = at;
            while (isLetter(peek(0)) || isDigit(peek(0))) {
                at++;
            }
            word(start);
        } else {
            symbol();
        }
    }

    private void word(int start) {
        String text = source.substring(start, at);
        switch (text) {
            case "true", "false" -> add(Token.Kind.LITERAL, start, text.equals("true"));
            case "null" -> add(Token.Kind.LITERAL, start, CelNull.NULL);
            case "in" -> add(Token.Kind.SYMBOL, start, text);
            default -> add(Token.Kind.NAME, start, text);
        }
    }

    private void add(Token.Kind kind, int start, Object value) {
        tokens.add(new Token(kind, source.substring(start, at), start, value));
    }

    private void symbol() {
        for (String symbol : SYMBOLS) {
            if (source.startsWith(symbol, at)) {
                at += symbol.length();
                add(Token.Kind.SYMBOL, at - symbol.length(), symbol);
                return;
            }
        }
        // Half an operator takes the character with it that should have been the other half.
        int start = at;
        at += "&|=".indexOf(peek(0)) >= 0 && at + 1 < source.length() ? 2 : 1;
        unreadable(start);
    }

    private void unreadable(int start) {
        issues.add(Issue.syntax(start, "token recognition error at: '" + source.substring(start, at) + "'"));
    }

    private void number() {
        int start = at;
        if (peek(0) == '0' && (peek(1) == 'x' || peek(1) == 'X') && Character.digit(peek(2), 16) >= 0) {
            at += 2;
            while (Character.digit(peek(0), 16) >= 0) {
                at++;
            }
            whole(start, 16);
            return;
        }
        digits();
        boolean whole = true;
        if (peek(0) == '.' && isDigit(peek(1))) {
            whole = false;
            at++;
            digits();
        }
        int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if ((peek(0) == 'e' || peek(0) == 'E') && isDigit(peek(1 + sign))) {
            whole = false;
            at += 1 + sign;
            digits();
        }
        if (whole) {
            whole(start, 10);
        } else {
            add(Token.Kind.LITERAL, start, Double.parseDouble(source.substring(start, at)));
        }
    }

    private void digits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private void whole(int start, int radix) {
        String text = source.substring(radix == 16 ? start + 2 : start, at);
        boolean unsigned = peek(0) == 'u' || peek(0) == 'U';
        if (unsigned) {
            at++;
        }
        // The least number has no positive counterpart: the parser joins it with its sign.
        Object value;
        try {
            value = unsigned
                    ? new CelUint(Long.parseUnsignedLong(text, radix))
                    : (Object) Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            value = new java.math.BigInteger(text, radix);
        }
        add(Token.Kind.LITERAL, start, value);
    }

    private boolean isQuoteAt(int ahead) {
        return peek(ahead) == '\'' || peek(ahead) == '"';
    }

    private boolean prefixed() {
        String marks = "bBrR";
        return marks.indexOf(peek(0)) >= 0
                && (isQuoteAt(1) || marks.indexOf(peek(1)) >= 0 && isQuoteAt(2) && "rR".indexOf(peek(0)) != "rR".indexOf(peek(1)));
    }

    private void quoted() {
        int start = at;
        boolean raw = false;
        boolean bytes = false;
        while (!isQuoteAt(0)) {
            raw |= Character.toLowerCase(peek(0)) == 'r';
            bytes |= Character.toLowerCase(peek(0)) == 'b';
            at++;
        }
        String quote = source.substring(at, at + 1);
        String mark = source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
        at += mark.length();
        ByteArrayOutputStream inBytes = new ByteArrayOutputStream();
        StringBuilder text = new StringBuilder();
        while (!source.startsWith(mark, at)) {
            if (at >= source.length() || mark.length() == 1 && (peek(0) == '\n' || peek(0) == '\r')) {
                at = Math.min(at + 1, source.length());
                unreadable(start);
                return;
            }
            int from = at;
            int point = peek(0) == '\\' && !raw ? escape(start) : plain();
            if (point < 0) {
                return;
            }
            text.appendCodePoint(point);
            if (bytes) {
                boolean octet = source.charAt(from) == '\\' && point < 256;
                byte[] part = octet ? new byte[] {(byte) point} : Character.toString(point).getBytes(StandardCharsets.UTF_8);
                inBytes.writeBytes(part);
            }
        }
        at += mark.length();
        add(Token.Kind.LITERAL, start, bytes ? new CelBytes(inBytes.toByteArray()) : text.toString());
    }

    private int plain() {
        if (peek(0) == '\\') {
            // In raw text a backslash stands for itself.
            at++;
            return '\\';
        }
        int point = source.codePointAt(at);
        at += Character.charCount(point);
        return point;
    }

    /// The character that an escape stands for; negative when there is none of that kind.
    private int escape(int start) {
        char c = peek(1);
        int simple = "abfnrtv\\'\"`?".indexOf(c);
        if (simple >= 0) {
            at += 2;
            return "\u0007\b\f\n\r\t\u000b\\'\"`?".charAt(simple);
        }
        int length = switch (c) {
            case 'x', 'X' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> c >= '0' && c <= '3' ? 3 : 0;
        };
        int from = c >= '0' && c <= '3' ? at + 1 : at + 2;
        try {
            int point = length == 0
                    ? -1
                    : Integer.parseInt(source.substring(from, Math.min(from + length, source.length())), length == 3 ? 8 : 16);
            if (Character.isValidCodePoint(point)) {
                at = from + length;
                return point;
            }
        } catch (NumberFormatException e) {
            // Reported below, as everything that isn't an escape.
        }
        at = Math.min(at + 2, source.length());
        unreadable(start);
        return -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
