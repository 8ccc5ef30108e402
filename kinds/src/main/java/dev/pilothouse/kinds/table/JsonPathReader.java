package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.table.JsonPath.Condition;
import dev.pilothouse.kinds.table.JsonPath.Operand;
import dev.pilothouse.kinds.table.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text of a [JsonPath]. For one thread and one text.
final class JsonPathReader {
    private static final Pattern SLICE = Pattern.compile("(-?\\d*)(?::(-?\\d*))?(?::(-?\\d*))?");
    private static final Pattern OPERATOR = Pattern.compile("==|!=|<=|>=|<|>");

    private final String text;
    private int at;

    JsonPathReader(String text) {
        this.text = text.strip();
    }

    /// The text is no path.
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("", null, false, false);
        }
    }

    Optional<List<Step>> read() {
        try {
            return Optional.of(steps());
        } catch (Broken e) {
            return Optional.empty();
        }
    }

    private List<Step> steps() throws Broken {
        List<Step> steps = new ArrayList<>();
        if (at < text.length() && (text.charAt(at) == '@' || text.charAt(at) == '$')) {
            at++;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '[') {
                steps.add(bracket());
                continue;
            }
            if (c == '.') {
                at++;
                if (at < text.length() && text.charAt(at) == '.') {
                    at++;
                    steps.add(JsonPath.deep());
                }
                if (at < text.length() && text.charAt(at) == '[') {
                    continue;
                }
            }
            String name = name();
            if (!name.isEmpty()) {
                steps.add(name.equals("*") ? JsonPath.all() : JsonPath.field(name));
            }
        }
        return steps;
    }

    /// Up to the next dot or bracket; a backslash takes the next character as it is.
    private String name() {
        StringBuilder name = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at++));
        }
        return name.toString();
    }

    private Step bracket() throws Broken {
        String inside = inside();
        if (inside.startsWith("?(") && inside.endsWith(")")) {
            return JsonPath.where(condition(inside.substring(2, inside.length() - 1)));
        }
        List<List<Step>> branches = new ArrayList<>();
        for (String part : split(inside)) {
            branches.add(List.of(entry(part.strip())));
        }
        return branches.size() == 1 ? branches.getFirst().getFirst() : JsonPath.each(branches);
    }

    /// What stands between a bracket and the one that closes it; brackets inside of quotes don't count.
    private String inside() throws Broken {
        int from = ++at;
        int depth = 1;
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                quote = c == quote && text.charAt(at - 1) != '\\' ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return text.substring(from, at++);
            }
        }
        throw new Broken();
    }

    private static List<String> split(String inside) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        char quote = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ',') {
                parts.add(inside.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(inside.substring(from));
        return parts;
    }

    private static Step entry(String part) throws Broken {
        if (part.equals("*")) {
            return JsonPath.all();
        }
        if (isQuoted(part)) {
            return JsonPath.field(part.substring(1, part.length() - 1).replace("\\", ""));
        }
        Matcher slice = SLICE.matcher(part);
        if (!slice.matches() || part.isEmpty()) {
            throw new Broken();
        }
        if (slice.group(2) == null) {
            return JsonPath.index(number(slice.group(1)).orElseThrow(Broken::new));
        }
        return JsonPath.slice(
                number(slice.group(1)),
                number(slice.group(2)),
                slice.group(3) == null ? 1 : number(slice.group(3)).orElse(1));
    }

    private static Optional<Integer> number(String digits) throws Broken {
        try {
            return digits.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(digits));
        } catch (NumberFormatException e) {
            throw new Broken();
        }
    }

    private static boolean isQuoted(String part) {
        return part.length() >= 2
                && (part.charAt(0) == '\'' || part.charAt(0) == '"')
                && part.charAt(part.length() - 1) == part.charAt(0);
    }

    private static Condition condition(String filter) throws Broken {
        int quoteAt = Math.max(filter.indexOf('\''), -1);
        int doubleAt = filter.indexOf('"');
        int firstQuote = quoteAt < 0 ? doubleAt : doubleAt < 0 ? quoteAt : Math.min(quoteAt, doubleAt);
        Matcher operator = OPERATOR.matcher(filter);
        boolean compares = operator.find() && (firstQuote < 0 || operator.start() < firstQuote || filter.startsWith("'")
                || filter.startsWith("\""));
        if (!compares) {
            return new Condition(operand(filter), "", new Operand.Literal(NullTree.NULL));
        }
        return new Condition(
                operand(filter.substring(0, operator.start())),
                operator.group(),
                operand(filter.substring(operator.end())));
    }

    private static Operand operand(String side) throws Broken {
        String trimmed = side.strip();
        if (trimmed.startsWith("@") || trimmed.startsWith("$")) {
            return new Operand.Path(new JsonPathReader(trimmed).steps());
        }
        if (isQuoted(trimmed)) {
            return new Operand.Literal(Tree.of(trimmed.substring(1, trimmed.length() - 1)));
        }
        try {
            return new Operand.Literal(Json.parse(trimmed));
        } catch (MalformedJson e) {
            throw new Broken();
        }
    }
}
