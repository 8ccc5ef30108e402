package dev.pilothouse.api.tree;

import java.math.BigDecimal;

/// Canonical number literals: integers plainly; doubles in the shortest digits that read back the same, positional
/// between 1e-6 and 1e21 and with an exponent outside, as Go's encoder chooses. A double always shows that it is one,
/// by a point, an exponent, or more digits than an integer of 64 bits has.
final class Numbers {
    /// No integer of 64 bits is as large; literals of doubles from here on are whole as they are.
    static final double BEYOND_INTEGERS = 0x1p63;

    private Numbers() {}

    static String literal(double number) {
        double size = Math.abs(number);
        if (size == 0) {
            return "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (size >= 1e-6 && size < 1e21) {
            String plain = digits.toPlainString();
            return plain.indexOf('.') < 0 && size < BEYOND_INTEGERS ? plain + ".0" : plain;
        }
        int exponent = digits.precision() - digits.scale() - 1;
        String mantissa = digits.scaleByPowerOfTen(-exponent).toPlainString();
        return mantissa + "e" + (exponent < 0 ? "" : "+") + exponent;
    }
}
