package dev.pilothouse.api.meta;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them (`1h30m`, `-1.5s`, `100ms`), as flags and query parameters have them. Whole nanoseconds; what
/// doesn't fit into 64 bits of them is malformed.
public final class GoDuration {
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private static final Pattern TERM = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^.\\d]*)");

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /// The text is no duration. The message says why, in Go's words.
    public static final class Malformed extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private Malformed(String message) {
            super("time: " + message);
        }
    }

    public static Duration parse(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String amount = signed ? text.substring(1) : text;
        if (amount.equals("0")) {
            return Duration.ZERO;
        }
        BigInteger nanos = nanos(amount, text);
        if (nanos.compareTo(MOST) > 0) {
            throw new Malformed("invalid duration " + GoText.quote(text));
        }
        return Duration.ofNanos(text.startsWith("-") ? -nanos.longValue() : nanos.longValue());
    }

    /// As Go writes it, for whole milliseconds: `1h0m0s`, `1.5s`, `100ms`.
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        long hours = duration.toHours();
        String minutes = hours > 0 || duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "";
        return (hours > 0 ? hours + "h" : "") + minutes + duration.toSecondsPart() + decimals(duration.toMillisPart()) + "s";
    }

    /// What follows the point, with the point; empty for none.
    private static String decimals(int millis) {
        String digits = Integer.toString(1000 + millis).substring(1);
        int end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return end == 0 ? "" : "." + digits.substring(0, end);
    }

    private static BigInteger nanos(String amount, String text) {
        Matcher term = TERM.matcher(amount);
        BigInteger nanos = BigInteger.ZERO;
        int end = 0;
        while (end < amount.length() && term.find(end) && term.start() == end) {
            String unit = term.group(2);
            if (unit.isEmpty()) {
                throw new Malformed("missing unit in duration " + GoText.quote(text));
            }
            Long size = NANOS.get(unit);
            if (size == null) {
                throw new Malformed("unknown unit " + GoText.quote(unit) + " in duration " + GoText.quote(text));
            }
            nanos = nanos.add(product(term.group(1), size));
            end = term.end();
        }
        if (end < amount.length() || amount.isEmpty()) {
            throw new Malformed("invalid duration " + GoText.quote(text));
        }
        return nanos;
    }

    /// Rounded down. Not by `BigDecimal`, whose tables cost more than all durations of a start.
    private static BigInteger product(String number, long size) {
        int point = number.indexOf('.');
        int decimals = point < 0 ? 0 : number.length() - point - 1;
        return new BigInteger(number.replace(".", ""))
                .multiply(BigInteger.valueOf(size))
                .divide(BigInteger.TEN.pow(decimals));
    }
}
