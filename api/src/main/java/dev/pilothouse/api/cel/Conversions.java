package dev.pilothouse.api.cel;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From one type to another, and what times are made of.
final class Conversions {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h",
            3_600_000_000_000L);

    private Conversions() {}

    static void define(Functions.Definer to) {
        to.define("dyn", "(A):dyn", a -> a[0]);
        to.define("type", "(A):type", a -> Values.typeOf(a[0]));
        for (String type : List.of("int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration")) {
            to.define(type, "(" + type + "):" + type, a -> a[0]);
        }
        numbers(to);
        texts(to);
        to.define("bool", "(string):bool", a -> bool((String) a[0]));
        to.define("bytes", "(string):bytes", a -> new CelBytes(((String) a[0]).getBytes(StandardCharsets.UTF_8)));
        to.define("timestamp", "(string):timestamp", a -> timestamp((String) a[0]));
        to.define("timestamp", "(int):timestamp", a -> Instant.ofEpochSecond((Long) a[0]));
        to.define("duration", "(string):duration", a -> duration((String) a[0]));
        to.define("duration", "(int):duration", a -> Duration.ofNanos((Long) a[0]));
        times(to);
    }

    private static void numbers(Functions.Definer to) {
        to.define("int", "(uint):int", a -> {
            long bits = ((CelUint) a[0]).bits();
            if (bits < 0) {
                throw new CelFailure("integer overflow");
            }
            return bits;
        });
        to.define("int", "(double):int", a -> {
            double real = (Double) a[0];
            if (!(Math.abs(real) < 0x1p63)) {
                throw new CelFailure("integer overflow");
            }
            return (long) real;
        });
        to.define("int", "(string):int", a -> {
            String text = (String) a[0];
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new CelFailure("strconv.ParseInt: parsing \"" + text + "\": " + (text.matches("[+-]?\\d+")
                        ? "value out of range" : "invalid syntax"));
            }
        });
        to.define("int", "(timestamp):int", a -> ((Instant) a[0]).getEpochSecond());
        to.define("int", "(duration):int", a -> ((Duration) a[0]).toNanos());
        to.define("uint", "(int):uint", a -> {
            if ((Long) a[0] < 0) {
                throw new CelFailure("unsigned integer overflow");
            }
            return new CelUint((Long) a[0]);
        });
        to.define("uint", "(double):uint", a -> new CelUint(new BigDecimal((Double) a[0]).longValue()));
        to.define("uint", "(string):uint", a -> {
            try {
                return new CelUint(Long.parseUnsignedLong((String) a[0]));
            } catch (NumberFormatException e) {
                throw new CelFailure("strconv.ParseUint: parsing \"" + a[0] + "\": invalid syntax");
            }
        });
        to.define("double", "(int):double", a -> (double) (Long) a[0]);
        to.define("double", "(uint):double", a -> new BigDecimal(a[0].toString()).doubleValue());
        to.define("double", "(string):double", a -> {
            try {
                return Double.valueOf((String) a[0]);
            } catch (NumberFormatException e) {
                throw new CelFailure("strconv.ParseFloat: parsing \"" + a[0] + "\": invalid syntax");
            }
        });
    }

    private static void texts(Functions.Definer to) {
        to.define("string", "(int):string", a -> a[0].toString());
        to.define("string", "(uint):string", a -> a[0].toString());
        to.define("string", "(bool):string", a -> a[0].toString());
        to.define("string", "(double):string", a -> real((Double) a[0]));
        to.define("string", "(bytes):string", a -> a[0].toString());
        to.define("string", "(timestamp):string", a -> a[0].toString());
        to.define("string", "(duration):string", a -> seconds((Duration) a[0]));
    }

    static String real(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e21
                ? new BigDecimal(number).toBigInteger().toString()
                : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    private static String seconds(Duration duration) {
        BigDecimal nanos = BigDecimal.valueOf(duration.getNano(), 9);
        return BigDecimal.valueOf(duration.getSeconds()).add(nanos).stripTrailingZeros().toPlainString() + "s";
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw new CelFailure("strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
        };
    }

    static Instant timestamp(String text) {
        try {
            return java.time.OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new CelFailure("parsing time \"" + text + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse");
        }
    }

    /// As Go writes durations: `1h30m`, `-1.5s`.
    static Duration duration(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher parts = PART.matcher(rest);
        int end = 0;
        while (parts.find() && parts.start() == end) {
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(NANOS.get(parts.group(2)))));
            end = parts.end();
        }
        if (rest.isEmpty() || end != rest.length() && !rest.equals("0")) {
            throw new CelFailure("time: invalid duration \"" + text + "\"");
        }
        return Duration.ofNanos((text.startsWith("-") ? nanos.negate() : nanos).longValue());
    }

    private static void times(Functions.Definer to) {
        Map<String, ToLongFunction<ZonedDateTime>> parts = Map.ofEntries(
                Map.entry("getFullYear", ZonedDateTime::getYear),
                Map.entry("getMonth", time -> time.getMonthValue() - 1),
                Map.entry("getDayOfYear", time -> time.getDayOfYear() - 1),
                Map.entry("getDayOfMonth", time -> time.getDayOfMonth() - 1),
                Map.entry("getDate", ZonedDateTime::getDayOfMonth),
                Map.entry("getDayOfWeek", time -> time.getDayOfWeek().getValue() % 7),
                Map.entry("getHours", ZonedDateTime::getHour),
                Map.entry("getMinutes", ZonedDateTime::getMinute),
                Map.entry("getSeconds", ZonedDateTime::getSecond),
                Map.entry("getMilliseconds", time -> time.getNano() / 1_000_000));
        parts.forEach((name, part) -> {
            to.define(name, "timestamp.():int", a -> part.applyAsLong(((Instant) a[0]).atZone(ZoneOffset.UTC)));
            to.define(name, "timestamp.(string):int", a -> part.applyAsLong(((Instant) a[0]).atZone(zone((String) a[1]))));
        });
        to.define("getHours", "duration.():int", a -> ((Duration) a[0]).toHours());
        to.define("getMinutes", "duration.():int", a -> ((Duration) a[0]).toMinutes());
        to.define("getSeconds", "duration.():int", a -> ((Duration) a[0]).toSeconds());
        to.define("getMilliseconds", "duration.():int", a -> ((Duration) a[0]).toMillis());
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (java.time.DateTimeException e) {
            throw new CelFailure("unknown time zone " + name);
        }
    }
}
