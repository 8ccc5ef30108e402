package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.table.JsonPath.Condition;
import dev.pilothouse.kinds.table.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text of a [JsonPath]. The text is the inside of a template's braces, so that braces of its own end the expression
/// and start another. For one thread and one text.
final class JsonPathReader {
    private static final Pattern KEY = Pattern.compile("'([^']*)'");
    private static final Pattern SLICE = Pattern.compile("(-?[0-9]*)(?::(-?[0-9]*))?(?::(-?[0-9]*))?");
    private static final Pattern COMPARISON = Pattern.compile("([^!<>=]+)([!<>=]+)(.+)", Pattern.DOTALL);
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final String FILTER = "[?(";
    /// What ends a name, besides the end of the text.
    private static final String ENDS = " \t\r\n.,[]$@{}";

    private final String text;
    private int at;
    private List<Step> steps = new ArrayList<>();
    /// Whether the last step was a descent; a second one can't follow it.
    private boolean descends;

    private JsonPathReader(String inside) {
        this.text = "{" + inside + "}";
    }

    /// The text is no path.
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("", null, false, false);
        }
    }

    /// @return the expressions of the text, at least one
    static Optional<List<List<Step>>> read(String inside) {
        try {
            return Optional.of(new JsonPathReader(inside).expressions());
        } catch (Broken e) {
            return Optional.empty();
        }
    }

    private static List<Step> first(String inside) throws Broken {
        return new JsonPathReader(inside).expressions().getFirst();
    }

    /// Text between expressions is no result of its own that anyone could see.
    private List<List<Step>> expressions() throws Broken {
        List<List<Step>> all = new ArrayList<>();
        for (at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
            at++;
            steps = new ArrayList<>();
            descends = false;
            while (peek() != '}') {
                part();
            }
            at++;
            all.add(steps);
        }
        return all;
    }

    private char peek() throws Broken {
        if (at >= text.length()) {
            throw new Broken();
        }
        return text.charAt(at);
    }

    private void part() throws Broken {
        if (text.startsWith(FILTER, at)) {
            add(filter());
        } else if (text.startsWith("..", at)) {
            descent();
        } else {
            token(peek());
        }
    }

    private void add(Step step) {
        steps.add(step);
        descends = false;
    }

    private void token(char c) throws Broken {
        switch (c) {
            case ' ', '@', '$' -> at++;
            case '[' -> bracket();
            case '"', '\'' -> add(JsonPath.text(GoQuoted.read(quoted(c)).orElseThrow(Broken::new)));
            case '.' -> {
                at++;
                add(field());
            }
            case '+', '-' -> add(number());
            default -> {
                if (Character.isDigit(c)) {
                    add(number());
                } else if (Character.isLetter(c) || c == '_') {
                    add(word());
                } else {
                    throw new Broken();
                }
            }
        }
    }

    private void descent() throws Broken {
        if (descends) {
            throw new Broken();
        }
        at += 2;
        add(JsonPath.deep());
        char next = peek();
        if (Character.isLetterOrDigit(next) || next == '_') {
            add(field());
        } else {
            descends = true;
        }
    }

    /// Up to what ends a name; a backslash takes the next character as it is.
    private Step field() {
        int from = at;
        while (at < text.length() && ENDS.indexOf(text.charAt(at)) < 0) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at, text.length());
        String name = text.substring(from, at);
        return name.equals("*") ? JsonPath.all() : JsonPath.field(name.replace("\\", ""));
    }

    private Step word() {
        int from = at;
        while (at < text.length() && ENDS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at);
        return switch (word) {
            case "true", "false" -> JsonPath.literal(Tree.of(Boolean.parseBoolean(word)));
            default -> JsonPath.unknown(word);
        };
    }

    private Step number() throws Broken {
        int from = at++;
        while (at < text.length() && (text.charAt(at) == '.' || Character.isDigit(text.charAt(at)))) {
            at++;
        }
        String digits = text.substring(from, at);
        try {
            return JsonPath.literal(
                    WHOLE.matcher(digits).matches() ? whole(digits) : Tree.of(Double.parseDouble(digits)));
        } catch (NumberFormatException e) {
            throw new Broken();
        }
    }

    private static Tree whole(String digits) {
        try {
            return Tree.of(Long.parseLong(digits));
        } catch (NumberFormatException tooLarge) {
            return Tree.of(Double.parseDouble(digits));
        }
    }

    /// With its quotes; one after a backslash doesn't end it.
    private String quoted(char quote) throws Broken {
        int from = at++;
        while (inLine() != quote || text.charAt(at - 1) == '\\') {
            at++;
        }
        at++;
        return text.substring(from, at);
    }

    private char inLine() throws Broken {
        char c = peek();
        if (c == '\n') {
            throw new Broken();
        }
        return c;
    }

    /// Quotes hide neither the bracket that closes nor a comma.
    private void bracket() throws Broken {
        int from = ++at;
        while (inLine() != ']') {
            at++;
        }
        String inside = text.substring(from, at++);
        String[] parts = inside.split(",", -1);
        if (parts.length > 1) {
            List<List<Step>> branches = new ArrayList<>();
            for (String part : parts) {
                branches.add(first("[" + trimmed(part) + "]"));
            }
            add(JsonPath.each(branches));
            return;
        }
        Matcher key = KEY.matcher(inside);
        if (key.matches()) {
            // A key is a path of its own, in which dots part names.
            first("." + key.group(1)).forEach(this::add);
        } else {
            add(items(inside));
        }
    }

    private static String trimmed(String part) {
        return part.replaceAll("^ +| +$", "");
    }

    private static Step items(String inside) throws Broken {
        Matcher slice = SLICE.matcher(inside.equals("*") ? ":" : inside);
        if (!slice.matches()) {
            throw new Broken();
        }
        Optional<Integer> from = index(slice.group(1));
        Optional<Integer> to = index(slice.group(2));
        int step = index(slice.group(3)).orElse(1);
        return slice.group(2) == null ? JsonPath.index(from.orElse(0)) : JsonPath.slice(from, to, step);
    }

    private static Optional<Integer> index(String digits) throws Broken {
        try {
            return digits == null || digits.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(digits));
        } catch (NumberFormatException e) {
            throw new Broken();
        }
    }

    private Step filter() throws Broken {
        at += FILTER.length();
        int from = at;
        filterEnd();
        String inside = text.substring(from, at++);
        if (peek() != ']') {
            throw new Broken();
        }
        at++;
        Matcher comparison = COMPARISON.matcher(inside);
        return JsonPath.where(
                comparison.matches()
                        ? new Condition(first(comparison.group(1)), comparison.group(2), first(comparison.group(3)))
                        : new Condition(first(inside), "", List.of()));
    }

    /// To the parenthesis that closes; one between a first quote and the next like it doesn't.
    private void filterEnd() throws Broken {
        char quote = 0;
        boolean isClosed = false;
        for (; inLine() != ')' || quote != 0 && !isClosed; at++) {
            char c = text.charAt(at);
            if (c != '"' && c != '\'') {
                continue;
            }
            if (quote == 0) {
                quote = c;
            } else if (c == quote && text.charAt(at - 1) != '\\') {
                isClosed = true;
            }
        }
    }
}
