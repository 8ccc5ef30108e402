package dev.pilothouse.kinds.table;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts in quotes with the escapes of Go's literals.
final class GoQuoted {
    private static final Pattern PIECE = Pattern.compile(
            "[^\\\\]|\\\\(?:([abfnrtv\\\\'\"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))",
            Pattern.DOTALL);
    private static final String NAMED = "abfnrtv\\";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\";

    private GoQuoted() {}

    /// @return what the literal means; empty for one with an escape that is none
    static Optional<String> read(String literal) {
        String quote = literal.substring(0, 1);
        String inside = literal.substring(1, literal.length() - 1);
        StringBuilder out = new StringBuilder();
        Matcher piece = PIECE.matcher(inside);
        int at = 0;
        for (; at < inside.length() && piece.find(at) && piece.start() == at; at = piece.end()) {
            Optional<String> meant = meant(piece, quote);
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            out.append(meant.get());
        }
        return at == inside.length() ? Optional.of(out.toString()) : Optional.empty();
    }

    private static Optional<String> meant(Matcher piece, String quote) {
        String name = piece.group(1);
        if (name != null) {
            int index = NAMED.indexOf(name);
            return index >= 0 ? Optional.of(MEANT.substring(index, index + 1)) : Optional.of(name).filter(quote::equals);
        }
        if (piece.group(2) != null) {
            return character(Integer.parseInt(piece.group(2), 8), 0xff);
        }
        for (int group = 3; group <= 5; group++) {
            if (piece.group(group) != null) {
                return character(Long.parseLong(piece.group(group), 16), Character.MAX_CODE_POINT);
            }
        }
        return Optional.of(piece.group());
    }

    private static Optional<String> character(long code, int largest) {
        boolean isOne = code <= largest && (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE);
        return isOne ? Optional.of(Character.toString((int) code)) : Optional.empty();
    }
}
