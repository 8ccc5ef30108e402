package dev.pilothouse.api.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads types as signatures write them: `list<map<string,A>>`; one capital letter is a type that the caller chooses.
final class TypeText {
    private static final Map<String, CelType> SIMPLE = Map.ofEntries(
            Map.entry("dyn", CelType.Simple.DYN),
            Map.entry("bool", CelType.Simple.BOOL),
            Map.entry("int", CelType.Simple.INT),
            Map.entry("uint", CelType.Simple.UINT),
            Map.entry("double", CelType.Simple.DOUBLE),
            Map.entry("string", CelType.Simple.STRING),
            Map.entry("bytes", CelType.Simple.BYTES),
            Map.entry("null", CelType.Simple.NULL),
            Map.entry("timestamp", CelType.Simple.TIMESTAMP),
            Map.entry("duration", CelType.Simple.DURATION),
            Map.entry("type", CelType.Simple.TYPE));

    private final String text;
    private int at;

    TypeText(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    CelType type() {
        int start = at;
        while (at < text.length() && ",<>".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(start, at);
        List<CelType> inner = new ArrayList<>();
        if (at < text.length() && text.charAt(at) == '<') {
            at++;
            while (text.charAt(at - 1) != '>') {
                inner.add(type());
            }
            skipComma();
        } else {
            skip();
        }
        return switch (name) {
            case "list" -> new CelType.ListOf(inner.getFirst());
            case "map" -> new CelType.MapOf(inner.get(0), inner.get(1));
            case "optional" -> new CelType.OptionalOf(inner.getFirst());
            default -> name.length() == 1
                    ? new CelType.Parameter(name, 0)
                    : SIMPLE.getOrDefault(name, new CelType.Opaque(name));
        };
    }

    /// Past the mark that ended a plain name: a comma, or the end of what it stands in.
    private void skip() {
        at++;
    }

    private void skipComma() {
        if (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == '>')) {
            at++;
        }
    }
}
