package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Objects of which nothing is known, as bookmarks carry them. Upstream writes an empty struct there, and some of its fields show
/// though they are empty: clients that decode strictly need them. `empty.tsv` lists them; custom kinds have none.
final class EmptyForms {
    private static final Map<String, ObjectTree> FORMS = read();

    private EmptyForms() {}

    static ObjectTree of(GroupVersionKind kind) {
        return FORMS.getOrDefault(kind.apiVersion() + " " + kind.kind(), ObjectTree.EMPTY)
                .with("kind", kind.kind())
                .with("apiVersion", kind.apiVersion());
    }

    private static Map<String, ObjectTree> read() {
        Map<String, ObjectTree> forms = new HashMap<>();
        for (String line : text().split("\n")) {
            if (!line.startsWith("#")) {
                int tab = line.indexOf('\t');
                forms.put(line.substring(0, tab), form(line.substring(tab + 1)));
            }
        }
        return forms;
    }

    private static ObjectTree form(String json) {
        try {
            return Json.parse(json.getBytes(StandardCharsets.UTF_8)).asObject();
        } catch (MalformedJson e) {
            throw new IllegalStateException("empty.tsv is broken: " + json, e);
        }
    }

    private static String text() {
        try (InputStream in = EmptyForms.class.getResourceAsStream("empty.tsv")) {
            if (in == null) {
                throw new IllegalStateException("the build left out empty.tsv beside " + EmptyForms.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
