package dev.pilothouse.api.meta;

import dev.pilothouse.api.meta.Quantity.Format;
import java.math.BigDecimal;
import java.math.BigInteger;

/// A quantity's text cut into sign, digits and suffix.
///
/// @param digits before and after the point, without leading zeros before it; at least one
/// @param decimals how many of the digits stand after the point
/// @param exponent a power of ten, or of two for [Format#BINARY_SI]
record QuantityText(boolean negative, String digits, int decimals, Format format, int exponent) {
    /// Digits that surely fit 64 bits.
    private static final int SHORT_DIGITS = 18;

    static QuantityText split(String text) {
        int at = 0;
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            at++;
        }
        if (text.isEmpty()) {
            throw MalformedQuantity.format();
        }
        int whole = at;
        while (whole < text.length() && text.charAt(whole) == '0') {
            whole++;
        }
        int end = digits(text, whole);
        String digits = whole == end ? "0" : text.substring(whole, end);
        int decimals = 0;
        if (end < text.length() && text.charAt(end) == '.') {
            int from = end + 1;
            end = digits(text, from);
            decimals = end - from;
            digits += text.substring(from, end);
        }
        String suffix = suffix(text, end);
        if (suffix.endsWith("i")) {
            int step = suffix.length() == 2 ? "KMGTPE".indexOf(suffix.charAt(0)) : -1;
            if (step < 0) {
                throw MalformedQuantity.suffix();
            }
            return new QuantityText(negative, digits, decimals, Format.BINARY_SI, 10 * (step + 1));
        }
        int decimal = suffix.isEmpty() ? 3 : suffix.length() == 1 ? "num_kMGTPE".indexOf(suffix) : -1;
        if (decimal >= 0) {
            return new QuantityText(negative, digits, decimals, Format.DECIMAL_SI, 3 * decimal - 9);
        }
        return new QuantityText(negative, digits, decimals, Format.DECIMAL_EXPONENT, exponent(suffix));
    }

    private static int digits(String text, int at) {
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static String suffix(String text, int from) {
        int at = from;
        while (at < text.length() && "eEinumkKMGTP".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        if (digits(text, at) < text.length()) {
            throw MalformedQuantity.format();
        }
        return text.substring(from);
    }

    private static int exponent(String suffix) {
        if (suffix.length() < 2 || suffix.charAt(0) != 'e' && suffix.charAt(0) != 'E') {
            throw MalformedQuantity.suffix();
        }
        try {
            // Kept well inside an int, so that no later arithmetic on scales can overflow.
            return (int) Math.clamp(Long.parseLong(suffix.substring(1)), -(1L << 28), 1L << 28);
        } catch (NumberFormatException e) {
            throw MalformedQuantity.suffix();
        }
    }

    /// Whether the text is kept as it is. The test looks at the digits and the scale alone, so it also keeps a sign
    /// or a fraction whose scale happens to fit: clients rely on reading back what they wrote.
    boolean isCanonical() {
        if (format == Format.BINARY_SI) {
            int precision = 15 - digits.length() - exponent * 3 / 10 - 1;
            return decimals == 0 && precision >= 0 && (Long.parseLong(digits) & 7) != 0;
        }
        int scale = exponent - decimals;
        return digits.length() <= SHORT_DIGITS
                && scale >= -9
                && scale % 3 == 0
                && !digits.endsWith("000")
                && digits.charAt(0) != '0';
    }

    BigDecimal amount() {
        BigDecimal number = digits.length() <= SHORT_DIGITS
                ? BigDecimal.valueOf(Long.parseLong(digits), decimals)
                : new BigDecimal(new BigInteger(digits), decimals);
        BigDecimal signed = negative ? number.negate() : number;
        if (signed.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return format == Format.BINARY_SI
                ? signed.multiply(BigDecimal.valueOf(1L << exponent))
                : signed.scaleByPowerOfTen(exponent);
    }
}
