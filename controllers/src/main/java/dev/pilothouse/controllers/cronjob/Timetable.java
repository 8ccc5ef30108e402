package dev.pilothouse.controllers.cronjob;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When something is due: five fields (minute, hour, day of the month, month, day of the week), a descriptor such as
/// `@daily`, or `@every 1h30m`. Source: CronJob documentation, "Schedule syntax".
///
/// T1 Where both the day of the month and the day of the week are limited, either is enough.
sealed interface Timetable {

    /// The first time after the given one; empty if there is none in the next years.
    Optional<Instant> next(Instant after);

    Map<String, String> DESCRIPTORS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    /// @param zone the name of the time zone in which the fields are meant; empty for UTC
    /// @return empty for what is no timetable, or no zone
    static Optional<Timetable> of(String schedule, String zone) {
        try {
            String fields = schedule.strip();
            ZoneId where = ZoneId.of(zone.isEmpty() ? "UTC" : zone);
            if (fields.startsWith("TZ=") || fields.startsWith("CRON_TZ=")) {
                int space = fields.indexOf(' ');
                where = ZoneId.of(fields.substring(fields.indexOf('=') + 1, space));
                fields = fields.substring(space).strip();
            }
            return Optional.of(
                    fields.startsWith("@every ")
                            ? new Every(duration(fields.substring("@every ".length())))
                            : Fields.of(DESCRIPTORS.getOrDefault(fields, fields), where));
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Duration duration(String text) {
        Matcher part = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)").matcher(text);
        double seconds = 0;
        while (part.find()) {
            double number = Double.parseDouble(part.group(1));
            seconds += switch (part.group(2)) {
                case "h" -> number * 3600;
                case "m" -> number * 60;
                case "s" -> number;
                default -> number / 1000;
            };
        }
        // Nothing is due more than once a second.
        return Duration.ofSeconds(Math.max(1, (long) seconds));
    }

    /// Again and again after the same time.
    record Every(Duration period) implements Timetable {
        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(after.plus(period).truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /// By the clock and the calendar of a place.
    ///
    /// @param anyDay whether the fields for days are both to be met, because one of them is open
    record Fields(
            BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays, boolean anyDay, ZoneId zone)
            implements Timetable {
        private static final int YEARS = 5;
        private static final List<String> MONTHS =
                List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
        private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

        static Fields of(String text, ZoneId zone) {
            String[] fields = text.split("\\s+");
            if (fields.length != 5) {
                throw new IllegalArgumentException("five fields, not " + fields.length);
            }
            return new Fields(
                    set(fields[0], 0, 59, List.of()),
                    set(fields[1], 0, 23, List.of()),
                    set(fields[2], 1, 31, List.of()),
                    set(fields[3], 1, 12, MONTHS),
                    set(fields[4], 0, 6, WEEKDAYS),
                    isOpen(fields[2]) || isOpen(fields[4]),
                    zone);
        }

        private static boolean isOpen(String field) {
            return List.of(field.split(",")).stream().anyMatch(part -> part.matches("[*?](/1)?"));
        }

        private static BitSet set(String field, int least, int most, List<String> names) {
            BitSet set = new BitSet();
            for (String part : field.split(",")) {
                String[] steps = part.split("/");
                String[] bounds = steps[0].split("-");
                boolean open = steps[0].equals("*") || steps[0].equals("?");
                int first = open ? least : number(bounds[0], names);
                int last = open ? most : bounds.length > 1 ? number(bounds[1], names) : steps.length > 1 ? most : first;
                int step = steps.length > 1 ? Integer.parseInt(steps[1]) : 1;
                for (int each = first; each <= last; each += step) {
                    set.set(each);
                }
            }
            return set;
        }

        private static int number(String text, List<String> names) {
            int index = names.indexOf(text.toLowerCase(Locale.ROOT));
            return index < 0 ? Integer.parseInt(text) : index;
        }

        @Override
        public Optional<Instant> next(Instant after) {
            ZonedDateTime time =
                    after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            int lastYear = time.getYear() + YEARS;
            while (time.getYear() <= lastYear) {
                if (!months.get(time.getMonthValue())) {
                    time = time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).plusMonths(1);
                } else if (!isDay(time)) {
                    time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
                } else if (!hours.get(time.getHour())) {
                    time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
                } else if (!minutes.get(time.getMinute())) {
                    time = time.plusMinutes(1);
                } else {
                    return Optional.of(time.toInstant());
                }
            }
            return Optional.empty();
        }

        private boolean isDay(ZonedDateTime time) {
            boolean ofMonth = days.get(time.getDayOfMonth());
            boolean ofWeek = weekdays.get(time.getDayOfWeek().getValue() % 7);
            return anyDay ? ofMonth && ofWeek : ofMonth || ofWeek;
        }
    }
}
