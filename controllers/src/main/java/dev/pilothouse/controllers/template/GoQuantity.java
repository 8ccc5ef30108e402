package dev.pilothouse.controllers.template;

import dev.pilothouse.api.meta.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A quantity as Go prints the struct that it holds it in: a scaled 64-bit number where that fits by a cautious
/// estimate, else a decimal of any length, counted in billionths.
final class GoQuantity {
    private static final Pattern PARTS = Pattern.compile("([+-]?)0*([0-9]*)\\.?([0-9]*)(.*)");
    private static final String BINARY = "KMGTPE";
    private static final String DECIMAL = "num_kMGTPE";
    private static final int MOST_DIGITS = 18;
    private static final int FINEST = -9;

    private GoQuantity() {}

    /// @param text a valid quantity in canonical form, or empty for the zero value
    static String print(String text) {
        if (text.isEmpty()) {
            return small(0, 0, "", "");
        }
        Quantity quantity = Quantity.parse(text);
        String format = format(quantity.format());
        if (text.equals("0")) {
            return small(0, 0, text, format);
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("a valid quantity has another form: " + text);
        }
        String suffix = parts.group(4);
        String fraction = parts.group(3);
        String digits = (parts.group(2).isEmpty() ? "0" : parts.group(2)) + fraction;
        long sign = parts.group(1).equals("-") ? -1 : 1;
        if (suffix.endsWith("i")) {
            int exponent = 10 * (BINARY.indexOf(suffix.charAt(0)) + 1);
            // A mebi has about six decimal digits, and so on.
            int room = 15 - digits.length() - exponent * 3 / 10 - 1;
            if (fraction.isEmpty() && room >= 0) {
                long value = Long.parseLong(digits);
                return small(sign * (value << exponent), 0, (value & 7) != 0 ? text : "", format);
            }
        } else {
            int scale = exponent(suffix) - fraction.length();
            if (digits.length() <= MOST_DIGITS && scale >= FINEST) {
                boolean canonical = scale % 3 == 0 && !digits.endsWith("000") && digits.charAt(0) != '0';
                return small(sign * Long.parseLong(digits), scale, canonical ? text : "", format);
            }
        }
        return large(quantity.amount(), format);
    }

    private static int exponent(String suffix) {
        return switch (suffix.length()) {
            case 0 -> 0;
            case 1 -> 3 * DECIMAL.indexOf(suffix) - 9;
            default -> Integer.parseInt(suffix.substring(1));
        };
    }

    private static String format(Quantity.Format format) {
        return switch (format) {
            case DECIMAL_EXPONENT -> "DecimalExponent";
            case BINARY_SI -> "BinarySI";
            case DECIMAL_SI -> "DecimalSI";
        };
    }

    private static String small(long value, int scale, String kept, String format) {
        return whole(value, scale, "<nil>", kept, format);
    }

    private static String large(BigDecimal amount, String format) {
        BigInteger unscaled = amount.scaleByPowerOfTen(-FINEST).toBigInteger();
        StringJoiner words = new StringJoiner(" ", "[", "]");
        for (BigInteger rest = unscaled.abs(); rest.signum() > 0; rest = rest.shiftRight(Long.SIZE)) {
            words.add(Long.toUnsignedString(rest.longValue()));
        }
        String decimal = "{unscaled:(big.Int){neg:(bool)" + (unscaled.signum() < 0) + " abs:(big.nat)" + words
                + "} scale:(inf.Scale)" + -FINEST + "}";
        return whole(0, 0, decimal, "", format);
    }

    private static String whole(long value, int scale, String decimal, String kept, String format) {
        return "{i:(resource.int64Amount){value:(int64)" + value + " scale:(resource.Scale)" + scale
                + "} d:(resource.infDecAmount){Dec:(*inf.Dec)" + decimal + "} s:(string)" + kept
                + " Format:(resource.Format)" + format + "}";
    }
}
