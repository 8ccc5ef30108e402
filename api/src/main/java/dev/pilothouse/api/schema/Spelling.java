package dev.pilothouse.api.schema;

import dev.pilothouse.api.meta.MalformedQuantity;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// The one spelling of values that can be written in several ways.
final class Spelling {
    private Spelling() {}

    static Tree canonical(Tree sent, FieldType.Scalar type) throws Decoding.WrongType {
        if (type == FieldType.Scalar.QUANTITY && sent instanceof NumberTree number) {
            return quantity(sent, number.literal());
        }
        if (!(sent instanceof TextTree text)) {
            throw new Decoding.WrongType("json: cannot unmarshal " + sent.type().json() + " into Go value of type "
                    + (type == FieldType.Scalar.BYTES ? "[]uint8" : "string"));
        }
        return switch (type) {
            case QUANTITY -> quantity(sent, text.asText());
            case TIME -> time(sent, text.asText(), false);
            case MICRO_TIME -> time(sent, text.asText(), true);
            case BYTES -> bytes(sent, text.asText());
            default -> sent;
        };
    }

    private static Tree quantity(Tree sent, String text) throws Decoding.WrongType {
        if (isCanonicalInteger(text) && sent instanceof TextTree) {
            return sent;
        }
        try {
            // Space around it means nothing.
            String canonical = Quantity.parse(text.strip()).toString();
            return sent instanceof TextTree && canonical.equals(text) ? sent : Tree.of(canonical);
        } catch (MalformedQuantity e) {
            throw new Decoding.WrongType(e.getMessage());
        }
    }

    /// Whole numbers below a thousand, the most frequent quantities, need no arithmetic.
    private static boolean isCanonicalInteger(String text) {
        if (text.isEmpty() || text.length() > 3 || text.charAt(0) == '0' && text.length() > 1) {
            return false;
        }
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Tree time(Tree sent, String text, boolean micros) throws Decoding.WrongType {
        if (!micros && isCanonicalTime(text)) {
            return sent;
        }
        Optional<Instant> time = Timestamps.parse(text);
        if (time.isEmpty()) {
            throw new Decoding.WrongType(GoTime.problem(text, micros));
        }
        String canonical = micros ? Timestamps.micros(time.get()) : Timestamps.seconds(time.get());
        return canonical.equals(text) ? sent : Tree.of(canonical);
    }

    /// `2006-01-02T15:04:05Z`, judged by its digits: the calendar is asked only about other spellings.
    private static boolean isCanonicalTime(String text) {
        return text.length() == 20
                && text.charAt(19) == 'Z'
                && text.charAt(10) == 'T'
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && digits(text, 0, 4) >= 0
                && within(digits(text, 5, 7), 1, 12)
                && within(digits(text, 8, 10), 1, 28)
                && within(digits(text, 11, 13), 0, 23)
                && within(digits(text, 14, 16), 0, 59)
                && within(digits(text, 17, 19), 0, 59);
    }

    private static boolean within(int number, int least, int greatest) {
        return number >= least && number <= greatest;
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static Tree bytes(Tree sent, String text) throws Decoding.WrongType {
        String joined = text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replace("\n", "").replace("\r", "");
        try {
            if (joined.length() % 4 != 0) {
                throw new IllegalArgumentException();
            }
            Base64.getDecoder().decode(joined);
        } catch (IllegalArgumentException e) {
            throw new Decoding.WrongType("illegal base64 data at input byte " + firstIllegal(text));
        }
        return joined.equals(text) ? sent : Tree.of(joined);
    }

    private static int firstIllegal(String text) {
        int good = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (letter || c == '+' || c == '/') {
                good++;
            } else if (c == '=' && good % 4 >= 2 || c == '\n' || c == '\r') {
                continue;
            } else {
                return i;
            }
        }
        return text.length() - text.length() % 4;
    }
}
