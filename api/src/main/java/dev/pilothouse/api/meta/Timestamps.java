package dev.pilothouse.api.meta;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Times as objects hold them: RFC 3339 in UTC, to the second (`Time`) or to the microsecond (`MicroTime`).
public final class Timestamps {
    private static final int MICROSECOND = 1_000;
    private static final Instant FIRST = LocalDateTime.of(0, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
    private static final Instant END = LocalDateTime.of(10_000, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);

    private Timestamps() {}

    /// `2026-11-24T12:00:00Z`
    public static String seconds(Instant time) {
        return fits(time)
                ? new String(toTheSecond(time, 20, 'Z'), StandardCharsets.ISO_8859_1)
                : AnyYear.SECONDS.format(time);
    }

    /// `2026-11-24T12:00:00.000000Z`
    public static String micros(Instant time) {
        if (!fits(time)) {
            return AnyYear.MICROS.format(time);
        }
        byte[] text = toTheSecond(time, 27, '.');
        write(time.getNano() / MICROSECOND, text, 20, 6);
        text[26] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /// Whether the year has the four digits that RFC 3339 has room for.
    private static boolean fits(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(END);
    }

    /// By hand: every write has a time or two, and a formatter takes ten times as long.
    private static byte[] toTheSecond(Instant time, int length, char end) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        byte[] text = new byte[length];
        write(local.getYear(), text, 0, 4);
        text[4] = '-';
        write(local.getMonthValue(), text, 5, 2);
        text[7] = '-';
        write(local.getDayOfMonth(), text, 8, 2);
        text[10] = 'T';
        write(local.getHour(), text, 11, 2);
        text[13] = ':';
        write(local.getMinute(), text, 14, 2);
        text[16] = ':';
        write(local.getSecond(), text, 17, 2);
        text[19] = (byte) end;
        return text;
    }

    /// Writes so many digits at this place.
    private static void write(int number, byte[] text, int place, int digits) {
        int rest = number;
        for (int at = place + digits - 1; at >= place; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /// Reads RFC 3339 of any offset and precision; empty if the text is none.
    public static Optional<Instant> parse(String text) {
        try {
            return usual(text).or(() -> Optional.of(any(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// As [#seconds] writes it, and so nearly every time of every object: by hand for the same reason. Empty if it has another form.
    ///
    /// @throws DateTimeException if it has that form and there is no such time
    private static Optional<Instant> usual(String text) {
        if (text.length() != 20
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(19) != 'Z') {
            return Optional.empty();
        }
        int year = number(text, 0, 4);
        LocalDateTime local = LocalDateTime.of(
                year,
                number(text, 5, 2),
                number(text, 8, 2),
                number(text, 11, 2),
                number(text, 14, 2),
                number(text, 17, 2));
        return year < 0 ? Optional.empty() : Optional.of(local.toInstant(ZoneOffset.UTC));
    }

    /// So many digits at this place; -1 if they aren't.
    private static int number(String text, int place, int digits) {
        int number = 0;
        for (int at = place; at < place + digits; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static Instant any(String text) {
        return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    }

    /// The same for years that clients aren't known to have; made when the first one comes.
    private static final class AnyYear {
        static final DateTimeFormatter SECONDS =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
        static final DateTimeFormatter MICROS =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

        private AnyYear() {}
    }
}
