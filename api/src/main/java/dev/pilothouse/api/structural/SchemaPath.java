package dev.pilothouse.api.structural;

import dev.pilothouse.api.meta.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A path like `.spec.a['b']` that leads through the fields of a schema.
///
/// @param path as messages show it
/// @param root the first field
/// @param schema what stands at its end
public record SchemaPath(FieldPath path, String root, Structural schema) {

    /// The path leads nowhere; the message says why.
    public static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message, null, false, false);
        }
    }

    /// @param brackets whether a field may also be written as `['name']`
    public static SchemaPath of(String text, Structural schema, boolean brackets) throws Broken {
        List<String> tokens = tokens(text);
        SchemaPath here = new SchemaPath(FieldPath.NONE, "", schema);
        for (int i = 0; i < tokens.size(); i++) {
            switch (tokens.get(i)) {
                case "[" -> {
                    if (!brackets) {
                        throw new Broken("array notation is not allowed");
                    }
                    String quoted = token(tokens, ++i);
                    if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
                        throw new Broken("expected single quoted string but got " + quoted);
                    }
                    here = here.step(quoted.substring(1, quoted.length() - 1).replace("\\'", "'"));
                    String end = token(tokens, ++i);
                    if (!end.equals("]")) {
                        throw new Broken("expected ] but got " + end);
                    }
                }
                case "." -> here = here.step(token(tokens, ++i));
                default -> throw new Broken("expected [ or . but got: " + tokens.get(i));
            }
        }
        return here;
    }

    private static String token(List<String> tokens, int at) throws Broken {
        if (at >= tokens.size()) {
            throw new Broken("unexpected end of JSON path");
        }
        return tokens.get(at);
    }

    private SchemaPath step(String name) throws Broken {
        boolean named = !schema.properties().isEmpty();
        Optional<Structural> next = named ? schema.property(name) : schema.additional();
        if (next.isEmpty()) {
            throw new Broken("does not refer to a valid field");
        }
        return new SchemaPath(
                named ? path.child(name) : path.key(name), root.isEmpty() ? name : root, next.get());
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            if (text.charAt(at) == '\'') {
                end = at + 1;
                while (end < text.length() && (text.charAt(end) != '\'' || text.charAt(end - 1) == '\\')) {
                    end++;
                }
                end = Math.min(text.length(), end + 1);
            } else if (isDelimiter(text.charAt(at))) {
                end = at + 1;
            } else {
                while (end < text.length() && !isDelimiter(text.charAt(end))) {
                    end++;
                }
            }
            tokens.add(text.substring(at, end));
            at = end;
        }
        return tokens;
    }

    private static boolean isDelimiter(char c) {
        return c == '.' || c == '[' || c == ']';
    }
}
