package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GoText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a URL.
public record Query(Map<String, List<String>> parameters) {

    /// Reads what follows the question mark. A pair that can't be decoded is left out, as Go's reader leaves it out.
    public static Query parse(String text) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            try {
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                if (!pair.isEmpty() && pair.indexOf(';') < 0) {
                    parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
                }
            } catch (IllegalArgumentException malformed) {
                continue;
            }
        }
        return new Query(parameters);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /// The first value, or empty text.
    public String text(String name) {
        List<String> values = parameters.get(name);
        return values == null ? "" : values.getFirst();
    }

    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /// A whole number; a missing parameter is none.
    public Optional<Long> number(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        String text = text(name);
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            String why = text.matches("[+-]?[0-9]+") ? "value out of range" : "invalid syntax";
            throw ApiError.badRequest("strconv.ParseInt: parsing " + GoText.quote(text) + ": " + why);
        }
    }

    /// A switch. As upstream reads it: everything but `false`, `0` and no value at all is true.
    public boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        String text = text(name);
        return !text.equalsIgnoreCase("false") && !text.equals("0");
    }
}
