package dev.pilothouse.api.structural;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Dates, times and spans of time (RFC 3339; Go's and Scala's durations).
final class TimeFormats {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME =
            Pattern.compile("([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))");
    private static final Pattern GO_DURATION =
            Pattern.compile("[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)");
    private static final Pattern SPAN = Pattern.compile("(\\d+)\\s*([A-Za-z\u00b5]+)");

    /// Units in full and short; a longer word may follow the last one of a line.
    private static final List<List<String>> UNITS = List.of(
            List.of("ns", "nano"),
            List.of("us", "\u00b5s", "micro"),
            List.of("ms", "milli"),
            List.of("s", "sec"),
            List.of("m", "min"),
            List.of("h", "hr", "hour"),
            List.of("d", "day"),
            List.of("w", "wk", "week"));

    private TimeFormats() {}

    static boolean isDate(String text) {
        if (!DATE.matcher(text).matches()) {
            return false;
        }
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    static boolean isDateTime(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("t", -1);
        if (text.length() < 4 || parts.length < 2 || !isDate(parts[0])) {
            return false;
        }
        Matcher time = TIME.matcher(parts[1]);
        return time.matches()
                && time.group(1).compareTo("23") <= 0
                && time.group(2).compareTo("59") <= 0
                && time.group(3).compareTo("59") <= 0;
    }

    static boolean isDuration(String text) {
        if (GO_DURATION.matcher(text).matches()) {
            return true;
        }
        Matcher span = SPAN.matcher(text);
        boolean any = false;
        while (span.find()) {
            if (span.group(1).length() > 18) {
                return false;
            }
            any |= isUnit(span.group(2).toLowerCase(Locale.ROOT));
        }
        return any;
    }

    private static boolean isUnit(String word) {
        return UNITS.stream().anyMatch(names -> names.contains(word) || word.startsWith(names.getLast()));
    }
}
