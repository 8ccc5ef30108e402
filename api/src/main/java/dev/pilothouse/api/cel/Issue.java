package dev.pilothouse.api.cel;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Something wrong with the text of an expression.
///
/// @param at offset in the source, in characters
record Issue(int at, String text) {
    /// What is shown of a source that is nothing but wrong.
    private static final int MOST_SHOWN = 100;

    /// All of them in the form that clients know: place, reason, line, and a mark under it.
    static String show(String source, List<Issue> issues) {
        return issues.stream()
                .sorted(Comparator.comparingInt(Issue::at))
                .limit(MOST_SHOWN)
                .map(issue -> issue.show(source))
                .collect(Collectors.joining("\n"));
    }

    private String show(String source) {
        if (source.isEmpty()) {
            // Nothing to show, and no first column.
            return "ERROR: <input>:1:0: " + text;
        }
        int start = source.lastIndexOf('\n', Math.min(at, source.length()) - 1) + 1;
        int end = source.indexOf('\n', start);
        String line = source.substring(start, end < 0 ? source.length() : end);
        int number = (int) source.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
        int column = at - start;
        return "ERROR: <input>:" + number + ":" + (column + 1) + ": " + text + "\n | " + line + "\n | " + ".".repeat(column) + "^";
    }

    static Issue syntax(int at, String text) {
        return new Issue(at, "Syntax error: " + text);
    }
}
