package dev.pilothouse.api.openapi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What types and fields mean, in upstream's published words. Some megabytes that only the making of a document needs:
/// loaded for one, and let go with it.
final class Descriptions {
    /// Stands for the end of a line in the table, whose own lines each hold a text.
    private static final char LINE_END = '\u000b';

    private final Map<String, String> texts;

    private Descriptions(Map<String, String> texts) {
        this.texts = texts;
    }

    static Descriptions load() {
        Map<String, String> texts = new HashMap<>();
        try (InputStream in = Descriptions.class.getResourceAsStream("descriptions.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                texts.put(line.substring(0, tab), line.substring(tab + 1).replace(LINE_END, '\n'));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Descriptions(texts);
    }

    Optional<String> of(String type) {
        return Optional.ofNullable(texts.get(type));
    }

    Optional<String> of(String type, String field) {
        return Optional.ofNullable(texts.get(type + "#" + field));
    }
}
