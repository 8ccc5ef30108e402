package dev.pilothouse.apiserver.request;

import dev.pilothouse.apiserver.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One clause of an `Accept` field, as the Go library reads it that upstream uses: names count as they are written, a clause that
/// isn't a media range is passed over, and so is a parameter that isn't one name and one value.
///
/// @param quality 1 unless `q` says otherwise; 0 for a `q` that is no number, which makes the clause the last and not unwelcome
public record Accept(String type, String subtype, Map<String, String> parameters, float quality) {
    private static final String ANY = "*";

    /// The field's text; empty when there is none. Of several fields the first counts.
    public static String of(HttpRequest request) {
        return request.headers().first("accept").orElse("");
    }

    /// The clauses in the order of preference.
    public static List<Accept> parse(String field) {
        List<Accept> clauses = new ArrayList<>();
        for (String part : field.split(",")) {
            String[] pieces = trimmed(part).split(";", -1);
            String[] range = pieces[0].split("/", -1);
            boolean everything = range.length == 1 && trimmed(range[0]).equals(ANY);
            if (range.length == 2 || everything) {
                clauses.add(clause(trimmed(range[0]), everything ? ANY : trimmed(range[1]), pieces));
            }
        }
        sort(clauses);
        return clauses;
    }

    private static Accept clause(String type, String subtype, String[] pieces) {
        Map<String, String> parameters = new HashMap<>();
        float quality = 1;
        for (int i = 1; i < pieces.length; i++) {
            String[] pair = pieces[i].split("=", -1);
            if (pair.length != 2 || pair[1].isEmpty()) {
                continue;
            }
            if (trimmed(pair[0]).equals("q")) {
                quality = number(pair[1]);
            } else {
                parameters.put(trimmed(pair[0]), trimmed(pair[1]));
            }
        }
        return new Accept(type, subtype, parameters, quality);
    }

    private static float number(String text) {
        try {
            return text.equals(text.strip()) ? Float.parseFloat(text) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// The order isn't a total one: a wildcard gives way to what is named, whatever their qualities. Insertion is what Go does with
    /// as few as these, and its outcome is the contract.
    private static void sort(List<Accept> clauses) {
        for (int i = 1; i < clauses.size(); i++) {
            for (int j = i; j > 0 && clauses.get(j).precedes(clauses.get(j - 1)); j--) {
                Accept moved = clauses.get(j);
                clauses.set(j, clauses.get(j - 1));
                clauses.set(j - 1, moved);
            }
        }
    }

    private boolean precedes(Accept other) {
        return quality > other.quality
                || !type.equals(ANY) && other.type.equals(ANY)
                || !subtype.equals(ANY) && other.subtype.equals(ANY);
    }

    /// Whether the range covers the media type.
    public boolean covers(String mediaType) {
        int slash = mediaType.indexOf('/');
        return type.equals(ANY) && subtype.equals(ANY)
                || type.equals(mediaType.substring(0, slash))
                        && (subtype.equals(ANY) || subtype.equals(mediaType.substring(slash + 1)));
    }

    /// Whether it does where a wildcard may stand for either half alone.
    boolean coversEitherHalf(String mediaType) {
        return covers(mediaType) || type.equals(ANY) && mediaType.endsWith("/" + subtype);
    }

    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    public boolean has(String parameter) {
        return parameters.containsKey(parameter);
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }
}
