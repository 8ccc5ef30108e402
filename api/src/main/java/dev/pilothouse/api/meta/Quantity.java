package dev.pilothouse.api.meta;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// An amount of a resource: an exact decimal and the family of suffixes in which it likes to be written.
///
/// Q1 Nothing finer than a billionth: smaller parts are rounded away from zero when read.
/// Q2 The canonical form has no fraction and the largest suffix of its family that loses nothing: `1.5` is `1500m`,
///    `1.5Gi` is `1536Mi`. A text whose scale is already canonical is kept letter by letter.
/// Source: API conventions "Units", `resource.Quantity`.
public final class Quantity implements Comparable<Quantity> {

    /// The families of suffixes.
    public enum Format {
        /// `12e6`
        DECIMAL_EXPONENT,
        /// `12Mi`
        BINARY_SI,
        /// `12M`
        DECIMAL_SI
    }

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI, "0");

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal LARGEST_NEGATED = LARGEST.negate();
    private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal BINARY_STEP = BigDecimal.valueOf(1024);
    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final int KIBI_BITS = 10;
    /// Whole numbers with no more digits than these surely fit 64 bits.
    private static final int SHORT_DIGITS = 18;
    private static final String BINARY_LETTERS = "KMGTPE";
    private static final String[] DECIMAL_SUFFIXES = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    private static final int NANO = -9;
    private static final int MILLI_DIGITS = 3;

    /// Beyond this distance of magnitude the smaller of two summands is lost; it bounds the digits of a sum, since a
    /// client may write any exponent.
    private static final int MAGNITUDE_LIMIT = 256;

    private final BigDecimal amount;
    private final Format format;
    private final String text;

    private Quantity(BigDecimal amount, Format format, String text) {
        this.amount = amount;
        this.format = format;
        this.text = text;
    }

    private static Quantity of(BigDecimal amount, Format format) {
        return new Quantity(amount, format, write(amount, format));
    }

    /// @throws MalformedQuantity with the message that clients know
    public static Quantity parse(String text) {
        if (text.equals("0")) {
            return ZERO;
        }
        QuantityText parts = QuantityText.split(text);
        if (parts.isCanonical()) {
            return new Quantity(parts.amount(), parts.format(), text);
        }
        BigDecimal exact = parts.amount();
        // What is smaller than the finest step still asks for something.
        BigDecimal amount = exact.scale() > -NANO ? exact.setScale(-NANO, RoundingMode.UP) : exact;
        Format format = parts.format();
        if (format == Format.BINARY_SI) {
            amount = amount.min(LARGEST).max(LARGEST_NEGATED);
            if (amount.signum() != 0 && amount.abs().compareTo(BigDecimal.ONE) < 0) {
                format = Format.DECIMAL_SI;
            }
        }
        return of(amount, format);
    }

    public static Quantity of(long amount, Format format) {
        return of(BigDecimal.valueOf(amount), format);
    }

    /// Thousandths, as processors are counted.
    public static Quantity ofMilli(long thousandths) {
        return of(BigDecimal.valueOf(thousandths, 3), Format.DECIMAL_SI);
    }

    public static boolean isValid(String text) {
        try {
            parse(text);
            return true;
        } catch (MalformedQuantity e) {
            return false;
        }
    }

    public Format format() {
        return format;
    }

    public BigDecimal amount() {
        return amount;
    }

    public int sign() {
        return amount.signum();
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    /// The whole number, a fraction rounded away from zero, capped to 64 bits.
    public long value() {
        return scaled(0);
    }

    /// Thousandths, finer parts rounded away from zero, capped to 64 bits.
    public long milliValue() {
        return scaled(3);
    }

    private long scaled(int scale) {
        BigDecimal moved = amount.scaleByPowerOfTen(scale);
        if (moved.compareTo(LARGEST) >= 0) {
            return Long.MAX_VALUE;
        }
        if (moved.compareTo(SMALLEST) <= 0) {
            return Long.MIN_VALUE;
        }
        return moved.setScale(0, RoundingMode.UP).longValueExact();
    }

    /// Rounded up, away from zero, to thousandths, in the same family of suffixes.
    public Quantity roundedToMilli() {
        return amount.scale() > MILLI_DIGITS ? of(amount.setScale(MILLI_DIGITS, RoundingMode.UP), format) : this;
    }

    public double asDouble() {
        return amount.doubleValue();
    }

    /// The sum, in this one's format; in the other's where this is zero.
    public Quantity plus(Quantity other) {
        if (isZero()) {
            return of(other.amount, other.format);
        }
        if (other.isZero()) {
            return this;
        }
        long distance = magnitude(amount) - magnitude(other.amount);
        if (Math.abs(distance) > MAGNITUDE_LIMIT) {
            return distance > 0 ? this : of(other.amount, format);
        }
        return of(amount.add(other.amount), format);
    }

    public Quantity minus(Quantity other) {
        return plus(other.negated());
    }

    public Quantity negated() {
        return of(amount.negate(), format);
    }

    public Quantity times(long factor) {
        return of(amount.multiply(BigDecimal.valueOf(factor)), format);
    }

    private static long magnitude(BigDecimal number) {
        return (long) number.precision() - number.scale();
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    /// The same amount, however written.
    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && compareTo(quantity) == 0;
    }

    @Override
    public int hashCode() {
        return isZero() ? 0 : amount.stripTrailingZeros().hashCode();
    }

    /// The canonical form.
    @Override
    public String toString() {
        return text;
    }

    private static String write(BigDecimal amount, Format format) {
        if (amount.signum() == 0) {
            return "0";
        }
        if (format == Format.BINARY_SI && isShort(amount) && Math.abs(amount.longValue()) >= 1L << KIBI_BITS) {
            return writeBinary(amount.longValue());
        }
        BigDecimal stripped = amount.stripTrailingZeros();
        // A binary form would lose a fraction, and below its first step it only confuses.
        if (format == Format.BINARY_SI && stripped.scale() <= 0 && stripped.abs().compareTo(BINARY_STEP) >= 0) {
            return writeBinary(stripped.toBigIntegerExact());
        }
        int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
        String digits = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact().toString();
        return digits + (format == Format.DECIMAL_EXPONENT ? exponentSuffix(exponent) : decimalSuffix(exponent));
    }

    private static boolean isShort(BigDecimal amount) {
        return amount.scale() == 0 && amount.precision() <= SHORT_DIGITS;
    }

    /// As for longer numbers, without their arithmetic: memory is mostly asked for in these.
    private static String writeBinary(long amount) {
        int step = 0;
        while ((amount & (1L << KIBI_BITS) - 1) == 0) {
            amount >>= KIBI_BITS;
            step++;
        }
        return amount + binarySuffix(step);
    }

    private static String writeBinary(BigInteger amount) {
        int step = 0;
        BigInteger[] split = amount.divideAndRemainder(KIBI);
        while (split[1].signum() == 0) {
            amount = split[0];
            step++;
            split = amount.divideAndRemainder(KIBI);
        }
        return amount + binarySuffix(step);
    }

    private static String binarySuffix(int step) {
        return step == 0 ? "" : BINARY_LETTERS.charAt(step - 1) + "i";
    }

    private static String exponentSuffix(int exponent) {
        return exponent == 0 ? "" : "e" + exponent;
    }

    /// Beyond the largest suffix none is written, as clients have always seen it.
    private static String decimalSuffix(int exponent) {
        int index = (exponent - NANO) / 3;
        return index < DECIMAL_SUFFIXES.length ? DECIMAL_SUFFIXES[index] : "";
    }
}
