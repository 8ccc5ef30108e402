package dev.pilothouse.api.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which fields must have which values: `metadata.name=a,status.phase!=Running`. Which fields a kind knows is the
/// kind's own matter.
///
/// @param terms all of them must hold
public record FieldSelector(List<Term> terms) {
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    /// @param equal whether the field must have the value, or must not
    public record Term(String field, boolean equal, String value) {
        @Override
        public String toString() {
            return field + (equal ? "=" : "!=")
                    + value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
        }
    }

    /// In a value a backslash escapes itself, a comma and an equals sign.
    public static FieldSelector parse(String text) throws MalformedSelector {
        List<Term> terms = new ArrayList<>();
        for (String part : split(text)) {
            if (part.isEmpty()) {
                continue;
            }
            Term term = term(text, part);
            // Nothing is asked of nothing.
            if (!term.field.isEmpty() || !term.value.isEmpty()) {
                terms.add(term);
            }
        }
        return new FieldSelector(List.copyOf(terms));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' && !escaped) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
            escaped = c == '\\' && !escaped;
        }
        parts.add(text.substring(from));
        parts.sort(null);
        return parts;
    }

    private static Term term(String text, String part) throws MalformedSelector {
        for (int i = 0; i < part.length(); i++) {
            for (String operator : List.of("!=", "==", "=")) {
                if (part.startsWith(operator, i)) {
                    String value = unescape(part.substring(i + operator.length()));
                    return new Term(part.substring(0, i), operator.charAt(0) == '=', value);
                }
            }
        }
        throw new MalformedSelector("invalid selector: '" + text + "'; can't understand '" + part + "'");
    }

    private static String unescape(String value) throws MalformedSelector {
        StringBuilder out = new StringBuilder(value.length());
        boolean escaped = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean special = c == '\\' || c == ',' || c == '=';
            if (escaped) {
                if (!special) {
                    throw new MalformedSelector("invalid field selector: invalid escape sequence: \\" + c);
                }
                out.append(c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (special) {
                throw new MalformedSelector("invalid field selector: unescaped character in value: " + (int) c);
            } else {
                out.append(c);
            }
        }
        if (escaped) {
            throw new MalformedSelector("invalid field selector: invalid escape sequence: \\");
        }
        return out.toString();
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }

    /// @param value answers the value of a field, or the empty text
    public boolean matches(Function<String, String> value) {
        for (Term term : terms) {
            if (value.apply(term.field).equals(term.value) != term.equal) {
                return false;
            }
        }
        return true;
    }

    /// The one value that the field must have, if the selector names one.
    public Optional<String> exactly(String field) {
        return terms.stream()
                .filter(term -> term.equal && term.field.equals(field))
                .map(Term::value)
                .findFirst();
    }

    @Override
    public String toString() {
        return String.join(",", terms.stream().map(Term::toString).toList());
    }
}
