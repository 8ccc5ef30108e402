package dev.pilothouse.api.structural;

/// Reads a regular expression of Go and writes the same one for Java. For one use.
final class GoPatternReader {
    private static final int MOST_REPEATS = 1000;

    /// Letters that Go and Java read alike after a backslash.
    private static final String PLAIN_ESCAPES = "AbBdDfnrtvwWxzpPQCsSa";

    private final String in;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int depth;
    private boolean repeatable;
    private boolean repeated;
    private boolean multiline;

    GoPatternReader(String expression) {
        this.in = expression;
    }

    /// The expression breaks Go's syntax; the message is Go's.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String code, String part) {
            super("error parsing regexp: " + code + (part.isEmpty() ? "" : ": `" + part + "`"), null, false, false);
        }
    }

    String java() throws Malformed {
        while (at < in.length()) {
            char c = in.charAt(at);
            switch (c) {
                case '(' -> open();
                case ')' -> close();
                case '[' -> bracket();
                case '\\' -> escape();
                case '*', '+', '?' -> repeat(at + 1);
                case '{' -> braces();
                case '|' -> {
                    out.append(c);
                    at++;
                    repeatable = false;
                    repeated = false;
                }
                case '$' -> {
                    out.append(multiline ? "(?=\\n|\\z)" : "\\z");
                    at++;
                    done();
                }
                default -> {
                    out.append(c == ']' || c == '}' || c == '#' ? "\\" + c : String.valueOf(c));
                    at++;
                    done();
                }
            }
        }
        if (depth > 0) {
            throw new Malformed("missing closing )", in);
        }
        return out.toString();
    }

    private void done() {
        repeatable = true;
        repeated = false;
    }

    private void open() throws Malformed {
        int start = at;
        at++;
        depth++;
        repeatable = false;
        repeated = false;
        if (!in.startsWith("?", at)) {
            out.append('(');
            return;
        }
        if (in.startsWith("?P<", at) || in.startsWith("?<", at)) {
            named(start);
            return;
        }
        int i = at + 1;
        while (i < in.length() && "imsU-".indexOf(in.charAt(i)) >= 0) {
            i++;
        }
        if (i >= in.length()) {
            throw new Malformed("missing argument to repetition operator", "?");
        }
        char end = in.charAt(i);
        if (end != ':' && end != ')') {
            throw new Malformed("invalid or unsupported Perl syntax", in.substring(start, Math.min(in.length(), i + 1)));
        }
        String flags = in.substring(at + 1, i);
        multiline |= flags.contains("m") && (!flags.contains("-") || flags.indexOf('m') < flags.indexOf('-'));
        out.append("(?").append(flags.replace("U", "")).append(end);
        at = i + 1;
        depth -= end == ')' ? 1 : 0;
    }

    private void named(int start) throws Malformed {
        int name = in.indexOf('<', at) + 1;
        int end = in.indexOf('>', name);
        if (end < 0) {
            boolean lookbehind = in.startsWith("=", name) || in.startsWith("!", name);
            throw lookbehind
                    ? new Malformed("invalid or unsupported Perl syntax", in.substring(start, name + 1))
                    : new Malformed("invalid named capture", in.substring(start));
        }
        String word = in.substring(name, end);
        if (word.startsWith("=") || word.startsWith("!")) {
            throw new Malformed("invalid or unsupported Perl syntax", in.substring(start, name));
        }
        if (!word.matches("\\w+")) {
            throw new Malformed("invalid named capture", in.substring(start, end + 1));
        }
        // Java allows no underscore in names; nobody asks for the group.
        out.append('(');
        at = end + 1;
    }

    private void close() throws Malformed {
        if (depth == 0) {
            throw new Malformed("unexpected )", in);
        }
        depth--;
        out.append(')');
        at++;
        done();
    }

    private void repeat(int end) throws Malformed {
        if (!repeatable) {
            throw new Malformed("missing argument to repetition operator", in.substring(at, end));
        }
        String operator = in.substring(at, end);
        boolean lazy = in.startsWith("?", end);
        if (repeated) {
            throw new Malformed("invalid nested repetition operator", lastOperator(end + (lazy ? 1 : 0)));
        }
        out.append(operator).append(lazy ? "?" : "");
        at = end + (lazy ? 1 : 0);
        lastStart = at - operator.length() - (lazy ? 1 : 0);
        repeated = true;
    }

    private int lastStart;

    private String lastOperator(int end) {
        return in.substring(lastStart, Math.min(in.length(), end));
    }

    private void braces() throws Malformed {
        int end = in.indexOf('}', at);
        String inside = end < 0 ? "" : in.substring(at + 1, end);
        if (!inside.matches("\\d+(,\\d*)?")) {
            out.append("\\{");
            at++;
            done();
            return;
        }
        String[] bounds = inside.split(",", -1);
        boolean tooMany = bounds[0].length() > 4 || Integer.parseInt(bounds[0]) > MOST_REPEATS;
        if (bounds.length == 2 && !bounds[1].isEmpty()) {
            tooMany |= bounds[1].length() > 4
                    || Integer.parseInt(bounds[1]) > MOST_REPEATS
                    || Integer.parseInt(bounds[1]) < Integer.parseInt(bounds[0]);
        }
        if (tooMany) {
            throw new Malformed("invalid repeat count", in.substring(at, end + 1));
        }
        repeat(end + 1);
    }

    private void escape() throws Malformed {
        if (at + 1 >= in.length()) {
            throw new Malformed("trailing backslash at end of expression", "");
        }
        char c = in.charAt(at + 1);
        if (c == 'Q') {
            int end = in.indexOf("\\E", at + 2);
            String quoted = in.substring(at + 2, end < 0 ? in.length() : end);
            quoted.chars().forEach(letter -> literal((char) letter));
            at = end < 0 ? in.length() : end + 2;
        } else {
            single(c);
        }
        done();
    }

    private void single(char c) throws Malformed {
        String pair = in.substring(at, at + 2);
        if (Character.isLetterOrDigit(c) && PLAIN_ESCAPES.indexOf(c) < 0) {
            boolean octal = c == '0' || c >= '1' && c <= '7' && at + 2 < in.length() && isOctal(in.charAt(at + 2));
            if (!octal) {
                throw new Malformed("invalid escape sequence", pair);
            }
            out.append("\\0").append(in.charAt(at + 1));
            at += 2;
            return;
        }
        switch (c) {
            case 's' -> out.append("[\\t\\n\\f\\r ]");
            case 'S' -> out.append("[^\\t\\n\\f\\r ]");
            case 'v' -> out.append("\\x0B");
            case 'C' -> out.append("(?s:.)");
            default -> out.append(pair);
        }
        at += 2;
        if (c == 'p' || c == 'P' || c == 'x') {
            argument();
        }
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    /// What follows `\p` or `\x`: a group in braces, or characters that read as themselves.
    private void argument() {
        int end = in.startsWith("{", at) ? in.indexOf('}', at) : -1;
        if (end >= 0) {
            out.append(in, at, end + 1);
            at = end + 1;
        }
    }

    private void literal(char c) {
        if (!Character.isLetterOrDigit(c) && c < 128) {
            out.append('\\');
        }
        out.append(c);
    }

    private void bracket() throws Malformed {
        int start = at;
        StringBuilder set = new StringBuilder("[");
        at++;
        if (in.startsWith("^", at)) {
            set.append('^');
            at++;
        }
        boolean first = true;
        while (at < in.length() && (first || in.charAt(at) != ']')) {
            first = false;
            element(set, start);
        }
        if (at >= in.length()) {
            throw new Malformed("missing closing ]", in.substring(start));
        }
        at++;
        out.append(set).append(']');
        done();
    }

    private void element(StringBuilder set, int start) throws Malformed {
        if (in.startsWith("[:", at)) {
            int end = in.indexOf(":]", at);
            if (end >= 0) {
                named(set, in.substring(at + 2, end), in.substring(at, end + 2));
                at = end + 2;
                return;
            }
        }
        int from = at;
        String low = member(start);
        boolean range = in.startsWith("-", at) && at + 1 < in.length() && in.charAt(at + 1) != ']' && single(low);
        if (!range) {
            set.append(low);
            return;
        }
        at++;
        String high = member(start);
        if (single(high) && value(low) > value(high)) {
            throw new Malformed("invalid character class range", in.substring(from, at));
        }
        set.append(low).append('-').append(high);
    }

    private static void named(StringBuilder set, String name, String part) throws Malformed {
        boolean negated = name.startsWith("^");
        String bare = negated ? name.substring(1) : name;
        String java =
                switch (bare) {
                    case "alnum" -> "Alnum";
                    case "alpha" -> "Alpha";
                    case "ascii" -> "ASCII";
                    case "blank" -> "Blank";
                    case "cntrl" -> "Cntrl";
                    case "digit" -> "Digit";
                    case "graph" -> "Graph";
                    case "lower" -> "Lower";
                    case "print" -> "Print";
                    case "punct" -> "Punct";
                    case "space" -> "Space";
                    case "upper" -> "Upper";
                    case "xdigit" -> "XDigit";
                    case "word" -> "";
                    default -> throw new Malformed("invalid character class range", part);
                };
        String escape = java.isEmpty() ? (negated ? "\\W" : "\\w") : (negated ? "\\P{" : "\\p{") + java + "}";
        set.append(escape);
    }

    private static boolean single(String member) {
        return member.length() == 1 || member.length() == 2 && !Character.isLetterOrDigit(member.charAt(1));
    }

    private static int value(String member) {
        return member.charAt(member.length() - 1);
    }

    /// One character of a class, or an escape that stands for several.
    private String member(int start) throws Malformed {
        if (at >= in.length()) {
            throw new Malformed("missing closing ]", in.substring(start));
        }
        char c = in.charAt(at);
        if (c != '\\') {
            at++;
            boolean special = "[]&^-~".indexOf(c) >= 0;
            return special ? "\\" + c : String.valueOf(c);
        }
        if (at + 1 >= in.length()) {
            throw new Malformed("trailing backslash at end of expression", "");
        }
        StringBuilder before = new StringBuilder(out);
        out.setLength(0);
        try {
            single(in.charAt(at + 1));
            String written = out.toString();
            return switch (written) {
                case "[\\t\\n\\f\\r ]" -> "\\t\\n\\f\\r ";
                default -> written;
            };
        } finally {
            out.setLength(0);
            out.append(before);
        }
    }
}
