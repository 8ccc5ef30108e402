package dev.pilothouse.api.schema;

/// Why a text is no time, in the words of Go's `time.Parse` for RFC 3339. Reads element by element, as Go does, and
/// stops at the first that isn't there.
final class GoTime {
    private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
    private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";
    private static final int FRACTION_DIGITS = 6;

    private final String text;
    private final boolean micros;
    private int at;

    private GoTime(String text, boolean micros) {
        this.text = text;
        this.micros = micros;
    }

    /// An element that isn't as it should be.
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    /// @param text one that isn't such a time
    /// @param micros whether six digits of the second are asked for
    static String problem(String text, boolean micros) {
        try {
            new GoTime(text, micros).read();
            return "parsing time \"" + text + "\": day out of range";
        } catch (Wrong wrong) {
            return wrong.getMessage();
        }
    }

    private void read() throws Wrong {
        number("2006", 4);
        literal("-");
        ranged("01", 1, 12, "month");
        literal("-");
        number("02", 2);
        literal("T");
        ranged("15", 0, 23, "hour");
        literal(":");
        ranged("04", 0, 59, "minute");
        literal(":");
        ranged("05", 0, 59, "second");
        fraction();
        zone();
        if (at < text.length()) {
            throw new Wrong("parsing time \"" + text + "\": extra text: \"" + text.substring(at) + "\"");
        }
    }

    private Wrong wrong(int from, String element) {
        return new Wrong("parsing time \"" + text + "\" as \"" + (micros ? MICROS : SECONDS) + "\": cannot parse \""
                + text.substring(from) + "\" as \"" + element + "\"");
    }

    private void literal(String expected) throws Wrong {
        if (!text.startsWith(expected, at)) {
            throw wrong(at, expected);
        }
        at += expected.length();
    }

    private int number(String element, int digits) throws Wrong {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            if (!isDigit(i)) {
                throw wrong(at, element);
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        at += digits;
        return number;
    }

    private void ranged(String element, int least, int greatest, String name) throws Wrong {
        int number = number(element, 2);
        if (number < least || number > greatest) {
            throw new Wrong("parsing time \"" + text + "\": " + name + " out of range");
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /// Asked for in times with microseconds, and tolerated in others.
    private void fraction() throws Wrong {
        boolean there = text.startsWith(".", at) && isDigit(at + 1);
        if (!micros) {
            while (there && isDigit(at + 1)) {
                at++;
            }
            at += there ? 1 : 0;
            return;
        }
        for (int i = 1; i <= FRACTION_DIGITS; i++) {
            if (!there || !isDigit(at + i)) {
                throw wrong(at, ".000000");
            }
        }
        at += 1 + FRACTION_DIGITS;
    }

    private void zone() throws Wrong {
        if (text.startsWith("Z", at)) {
            at++;
            return;
        }
        int from = at;
        boolean shaped = (text.startsWith("+", at) || text.startsWith("-", at))
                && isDigit(at + 1)
                && isDigit(at + 2)
                && text.startsWith(":", at + 3)
                && isDigit(at + 4)
                && isDigit(at + 5);
        if (!shaped) {
            throw wrong(from, "Z07:00");
        }
        at += "+07:00".length();
    }
}
