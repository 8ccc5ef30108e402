package dev.pilothouse.kinds.batch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The syntax of a timetable: five fields (minute, hour, day of the month, month, day of the week) or a descriptor such
/// as `@daily` or `@every 1h30m`, perhaps after `TZ=…`. Source: CronJob documentation, "Schedule syntax".
final class CronSchedule {
    private record Field(int least, int most, List<String> names) {
        Optional<Integer> named(String text) {
            int index = names.indexOf(text.toLowerCase(Locale.ROOT));
            return index < 0 ? Optional.empty() : Optional.of(index + (least == 1 && most == 12 ? 1 : 0));
        }
    }

    private static final List<Field> FIELDS = List.of(
            new Field(0, 59, List.of()),
            new Field(0, 23, List.of()),
            new Field(1, 31, List.of()),
            new Field(
                    1,
                    12,
                    List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new Field(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private static final List<String> DESCRIPTORS =
            List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private CronSchedule() {}

    /// What is wrong with a timetable, nothing if it is sound.
    static Optional<String> broken(String schedule) {
        try {
            parse(schedule);
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void parse(String schedule) throws Malformed {
        if (schedule.isEmpty()) {
            throw new Malformed("empty spec string");
        }
        String rest = schedule;
        if (rest.startsWith("TZ=") || rest.startsWith("CRON_TZ=")) {
            int space = rest.indexOf(' ');
            int equals = rest.indexOf('=');
            String zone = rest.substring(equals + 1, space < 0 ? rest.length() : space);
            if (!TimeZones.exists(zone)) {
                throw new Malformed("provided bad location " + zone + ": unknown time zone " + zone);
            }
            rest = space < 0 ? "" : rest.substring(space).strip();
        }
        if (rest.startsWith("@")) {
            descriptor(rest);
            return;
        }
        String[] fields = rest.isBlank() ? new String[0] : rest.strip().split("\\s+");
        if (fields.length != FIELDS.size()) {
            throw new Malformed("expected exactly 5 fields, found " + fields.length + ": ["
                    + String.join(" ", fields) + "]");
        }
        for (int i = 0; i < fields.length; i++) {
            for (String part : fields[i].split(",")) {
                if (!part.isEmpty()) {
                    range(part, FIELDS.get(i));
                }
            }
        }
    }

    private static void descriptor(String text) throws Malformed {
        if (text.startsWith("@every ")) {
            String duration = text.substring("@every ".length());
            if (!duration.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h))*|0")) {
                throw new Malformed("failed to parse duration " + text + ": time: invalid duration \"" + duration + "\"");
            }
        } else if (!DESCRIPTORS.contains(text)) {
            throw new Malformed("unrecognized descriptor: " + text);
        }
    }

    private static void range(String expression, Field field) throws Malformed {
        String[] rangeAndStep = expression.split("/", -1);
        String[] bounds = rangeAndStep[0].split("-", -1);
        int start;
        int end;
        boolean single = bounds.length == 1;
        if (bounds[0].equals("*") || bounds[0].equals("?")) {
            start = field.least;
            end = field.most;
        } else {
            start = number(bounds[0], field);
            switch (bounds.length) {
                case 1 -> end = start;
                case 2 -> end = number(bounds[1], field);
                default -> throw new Malformed("too many hyphens: " + expression);
            }
        }
        int step = 1;
        switch (rangeAndStep.length) {
            case 1 -> {
                // Every value of the range.
            }
            case 2 -> {
                step = plain(rangeAndStep[1]);
                if (single && start == end) {
                    end = field.most;
                }
            }
            default -> throw new Malformed("too many slashes: " + expression);
        }
        if (start < field.least) {
            throw new Malformed("beginning of range (" + start + ") below minimum (" + field.least + "): " + expression);
        }
        if (end > field.most) {
            throw new Malformed("end of range (" + end + ") above maximum (" + field.most + "): " + expression);
        }
        if (start > end) {
            throw new Malformed(
                    "beginning of range (" + start + ") beyond end of range (" + end + "): " + expression);
        }
        if (step == 0) {
            throw new Malformed("step of range should be a positive number: " + expression);
        }
    }

    private static int number(String text, Field field) throws Malformed {
        Optional<Integer> named = field.named(text);
        return named.isPresent() ? named.get() : plain(text);
    }

    private static int plain(String text) throws Malformed {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Malformed("failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text
                    + "\": invalid syntax");
        }
        if (number < 0) {
            throw new Malformed("negative number (" + number + ") not allowed: " + text);
        }
        return number;
    }
}
