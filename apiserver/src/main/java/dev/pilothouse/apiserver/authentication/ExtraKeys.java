package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.apiserver.http.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What else header fields tell of a user: the key is the rest of a field's name. A name can't hold all that a key can, so that
/// it comes percent-encoded.
public final class ExtraKeys {
    private ExtraKeys() {}

    /// @param prefixes how the names of fields begin; case doesn't matter
    public static Map<String, List<String>> in(Headers headers, List<String> prefixes) {
        Map<String, List<String>> extra = new TreeMap<>();
        for (String prefix : prefixes) {
            String start = prefix.toLowerCase(Locale.ROOT);
            headers.map().forEach((name, values) -> {
                if (name.startsWith(start)) {
                    extra.computeIfAbsent(decoded(name.substring(start.length())), _ -> new ArrayList<>())
                            .addAll(values);
                }
            });
        }
        return extra;
    }

    /// What isn't well encoded stays as it is.
    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return key;
        }
    }
}
