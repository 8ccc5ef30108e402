package dev.pilothouse.api.structural;

import java.util.regex.Pattern;

/// Texts of digits with a check digit.
final class NumberFormats {
    private static final Pattern CARD = Pattern.compile(
            "4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}"
                    + "|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\\d{3})\\d{11}");

    private NumberFormats() {}

    private static String bare(String text) {
        return text.replaceAll("[\\s-]+", "");
    }

    /// ISO 2108 with ten digits, the last of which may be `X`.
    static boolean isIsbn10(String text) {
        String digits = bare(text);
        if (!digits.matches("[0-9]{9}X|[0-9]{10}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (i + 1) * (digits.charAt(i) - '0');
        }
        sum += 10 * (digits.charAt(9) == 'X' ? 10 : digits.charAt(9) - '0');
        return sum % 11 == 0;
    }

    /// ISO 2108 with thirteen digits.
    static boolean isIsbn13(String text) {
        String digits = bare(text);
        if (!digits.matches("[0-9]{13}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += (i % 2 == 0 ? 1 : 3) * (digits.charAt(i) - '0');
        }
        return digits.charAt(12) - '0' == (10 - sum % 10) % 10;
    }

    /// Digits of a known issuer whose check digit fits (ISO/IEC 7812).
    static boolean isCreditCard(String text) {
        String digits = text.replaceAll("[^0-9]+", "");
        if (!CARD.matcher(digits).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit : digit * 2;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }
}
