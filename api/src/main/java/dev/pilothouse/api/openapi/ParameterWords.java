package dev.pilothouse.api.openapi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What the parameters of operations mean, in upstream's published words: a parameter's name in a document of OpenAPI v2 is
/// made from them too ([SharedParameters]). Twenty kilobytes, read once.
final class ParameterWords {
    private static final Map<String, String> TEXTS = load();

    private ParameterWords() {}

    /// @param use where the same name means something else than elsewhere: an options kind, a subresource, a verb
    static String of(String name, String use) {
        String text = TEXTS.getOrDefault(name + "." + use, TEXTS.getOrDefault(name, ""));
        if (text.isEmpty()) {
            throw new IllegalStateException("parameters.tsv has no words for " + name + " of " + use);
        }
        return text;
    }

    private static Map<String, String> load() {
        Map<String, String> texts = new HashMap<>();
        try (InputStream in = ParameterWords.class.getResourceAsStream("parameters.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                texts.put(line.substring(0, tab), line.substring(tab + 1).replace("\\n", "\n"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(texts);
    }
}
