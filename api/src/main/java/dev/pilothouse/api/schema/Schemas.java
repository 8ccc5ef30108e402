package dev.pilothouse.api.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All described types by name. A type's text is read when it is first asked for, so that a server pays only for the
/// kinds in use. Safe for use by many threads.
public final class Schemas {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<GroupVersionKind, String> kinds = new HashMap<>();
    private final ConcurrentHashMap<String, TypeSchema> types = new ConcurrentHashMap<>();

    private Schemas(String table) {
        int from = 0;
        while (from < table.length()) {
            int next = table.indexOf("\n@", from);
            int to = next < 0 ? table.length() : next + 1;
            String text = table.substring(from, to);
            String[] head = text.substring(0, text.indexOf('\n')).split("\t", -1);
            texts.put(head[0].substring(1), text);
            for (String word : head) {
                if (word.startsWith("kind=")) {
                    kinds.put(TypeReader.kind(word), head[0].substring(1));
                }
            }
            from = to;
        }
    }

    private static final class BuiltIn {
        static final Schemas SCHEMAS = new Schemas(resource("types.tsv"));
    }

    /// The types of Kubernetes itself, at the version that this project was built for.
    public static Schemas builtIn() {
        return BuiltIn.SCHEMAS;
    }

    static String resource(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out the resource " + name + " beside " + Schemas.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The type with this name; naming one that isn't there is a programming error.
    public TypeSchema type(String name) {
        TypeSchema known = types.get(name);
        if (known != null) {
            return known;
        }
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no type is named " + name);
        }
        // Not computeIfAbsent: reading a type may ask for the types that it inlines.
        TypeSchema read = new TypeReader(this).read(text);
        TypeSchema first = types.putIfAbsent(name, read);
        return first == null ? read : first;
    }

    /// The type of objects of this kind.
    public Optional<TypeSchema> kind(GroupVersionKind kind) {
        return Optional.ofNullable(kinds.get(kind)).map(this::type);
    }

    public Collection<String> names() {
        List<String> names = new ArrayList<>(texts.keySet());
        Collections.sort(names);
        return names;
    }
}
