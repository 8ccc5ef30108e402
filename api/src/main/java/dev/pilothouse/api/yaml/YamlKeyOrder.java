package dev.pilothouse.api.yaml;

import java.util.Comparator;

/// The order of keys in written YAML: digits count as numbers (`a2` before `a10`), letters come after all else.
final class YamlKeyOrder implements Comparator<String> {
    static final YamlKeyOrder INSTANCE = new YamlKeyOrder();

    private YamlKeyOrder() {}

    @Override
    public int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a == b) {
                continue;
            }
            boolean letterA = Character.isLetter(a);
            boolean letterB = Character.isLetter(b);
            if (letterA || letterB) {
                return letterA && letterB ? Character.compare(a, b) : letterB ? -1 : 1;
            }
            return differsAt(left, right, i);
        }
        return Integer.compare(left.length(), right.length());
    }

    /// Neither character is a letter. A zero inside a number must not look like a leading one, hence the carried 1.
    private static int differsAt(String left, String right, int at) {
        long carry = 0;
        if (left.charAt(at) == '0' || right.charAt(at) == '0') {
            for (int i = at - 1; i >= 0 && isDigit(left, i) && carry == 0; i--) {
                carry = left.charAt(i) == '0' ? 0 : 1;
            }
        }
        int endLeft = digits(left, at);
        int endRight = digits(right, at);
        int byNumber = Long.compare(number(left, at, endLeft, carry), number(right, at, endRight, carry));
        if (byNumber != 0) {
            return byNumber;
        }
        return endLeft != endRight
                ? Integer.compare(endLeft, endRight)
                : Character.compare(left.charAt(at), right.charAt(at));
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static int digits(String text, int at) {
        while (at < text.length() && isDigit(text, at)) {
            at++;
        }
        return at;
    }

    private static long number(String text, int from, int to, long carry) {
        long number = carry;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
