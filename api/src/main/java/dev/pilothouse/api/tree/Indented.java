package dev.pilothouse.api.tree;

import java.io.ByteArrayOutputStream;

/// Canonical JSON laid out for people: two spaces a level, one member a line, empty objects and lists on one. As Go's
/// `json.Indent` does it.
final class Indented {
    private static final int SPACES = 2;

    private Indented() {}

    static byte[] write(byte[] json, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream((to - from) * 2);
        int depth = 0;
        int at = from;
        while (at < to) {
            byte b = json[at];
            switch (b) {
                case '"' -> {
                    int end = JsonText.end(json, at);
                    out.write(json, at, end - at);
                    at = end;
                    continue;
                }
                case '{', '[' -> {
                    out.write(b);
                    boolean empty = json[at + 1] == '}' || json[at + 1] == ']';
                    if (empty) {
                        out.write(json[++at]);
                    } else {
                        newLine(out, ++depth);
                    }
                }
                case '}', ']' -> {
                    newLine(out, --depth);
                    out.write(b);
                }
                case ',' -> {
                    out.write(b);
                    newLine(out, depth);
                }
                case ':' -> {
                    out.write(b);
                    out.write(' ');
                }
                default -> out.write(b);
            }
            at++;
        }
        return out.toByteArray();
    }

    private static void newLine(ByteArrayOutputStream out, int depth) {
        out.write('\n');
        for (int i = 0; i < depth * SPACES; i++) {
            out.write(' ');
        }
    }
}
