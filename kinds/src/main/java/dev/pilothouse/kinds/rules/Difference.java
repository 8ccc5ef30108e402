package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Shows where two values differ: one hunk in the unified format, from the first to the last line that isn't the same.
public final class Difference {
    private static final int CONTEXT = 3;

    private final List<String> lines = new ArrayList<>();

    private Difference() {}

    public static String of(Tree before, Tree after) {
        List<String> old = lines(before);
        List<String> now = lines(after);
        int shorter = Math.min(old.size(), now.size());
        int head = 0;
        while (head < shorter && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        int start = Math.max(0, head - CONTEXT);
        int below = Math.min(CONTEXT, tail);
        int oldEnd = old.size() - tail;
        int newEnd = now.size() - tail;
        StringBuilder out = new StringBuilder();
        out.append("@@ -").append(start + 1).append(',').append(oldEnd + below - start);
        out.append(" +").append(start + 1).append(',').append(newEnd + below - start).append(" @@\n");
        append(out, ' ', old.subList(start, head));
        append(out, '-', old.subList(head, oldEnd));
        append(out, '+', now.subList(head, newEnd));
        append(out, ' ', old.subList(oldEnd, oldEnd + below));
        return out.toString();
    }

    private static void append(StringBuilder out, char mark, List<String> lines) {
        for (String line : lines) {
            out.append(mark).append(line).append('\n');
        }
    }

    private static List<String> lines(Tree tree) {
        Difference text = new Difference();
        text.write("", "", tree, "");
        return text.lines;
    }

    private void write(String indent, String before, Tree tree, String after) {
        if (tree instanceof ObjectTree object && !object.isEmpty()) {
            lines.add(indent + before + "{");
            int left = object.size();
            for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                write(indent + " ", Json.text(Tree.of(c.name())) + ": ", c.value(), --left == 0 ? "" : ",");
            }
            lines.add(indent + "}" + after);
        } else if (tree instanceof ListTree list && !list.isEmpty()) {
            lines.add(indent + before + "[");
            for (int i = 0; i < list.size(); i++) {
                write(indent + " ", "", list.get(i), i + 1 < list.size() ? "," : "");
            }
            lines.add(indent + "]" + after);
        } else {
            lines.add(indent + before + Json.text(tree) + after);
        }
    }
}
