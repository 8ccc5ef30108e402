package dev.pilothouse.codegen;

import java.util.Optional;

/// Puts back together what two publications each keep a part of: the comment knows where its lines end and not where there was a
/// blank one between them, the model has more space there and can't tell it from two spaces that somebody typed. The outcome is
/// what upstream's generator makes of the comment: lines are joined, a blank one parts paragraphs, an indented one stays alone.
final class Paragraphs {
    /// Stands for the end of a line where a text has only one.
    private static final char LINE_END = '\u000b';

    private Paragraphs() {}

    /// @param lines of the comment, whose blank ones nobody knows
    static String of(String lines) {
        StringBuilder text = new StringBuilder();
        lines.lines().forEach(line -> append(text, line));
        return text.toString().strip();
    }

    /// @param lines of the comment
    /// @param model the model's text, which counts where the two differ
    static String of(String lines, String model) {
        return both(lines, model.strip()).orElseGet(() -> collapsed(model));
    }

    private static Optional<String> both(String lines, String model) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (String line : lines.lines().toList()) {
            int start = at;
            while (at < model.length() && Character.isWhitespace(model.charAt(at))) {
                at++;
            }
            // A line's end is one character of it, and the next one's indent the rest.
            if (at - start - indent(line) > 1) {
                dropLast(text);
                text.append("\n\n");
            }
            String bare = line.strip();
            if (!model.startsWith(bare, at)) {
                return Optional.empty();
            }
            at += bare.length();
            append(text, line);
        }
        return at == model.length() ? Optional.of(text.toString().strip()) : Optional.empty();
    }

    private static void append(StringBuilder text, String line) {
        if (indent(line) > 0) {
            dropLast(text);
            text.append('\n').append(line).append('\n');
        } else {
            text.append(line).append(' ');
        }
    }

    private static void dropLast(StringBuilder text) {
        text.setLength(Math.max(0, text.length() - 1));
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    static String collapsed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /// The text for a table of lines.
    static String inOneLine(String text) {
        return text.replace('\n', LINE_END);
    }
}
