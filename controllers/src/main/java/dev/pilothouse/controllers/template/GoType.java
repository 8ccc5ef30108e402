package dev.pilothouse.controllers.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How Go declares a type. Hashes of templates are taken over what Go prints, so that its names and its order of fields
/// are part of the protocol.
sealed interface GoType {

    /// Fields in the order of their declaration.
    record Struct(List<Field> fields) implements GoType {}

    /// @param jsonName empty if the fields of the type stand in the place of the field itself
    record Field(String jsonName, String goName, String type) {}

    record SliceOf(String element) implements GoType {}

    record MapOf(String value) implements GoType {}

    /// A text, a number or a truth value.
    record Plain(String kind) implements GoType {}

    /// The type of this name, which is no pointer.
    static GoType of(String name) {
        GoType known = Facts.TYPES.get(name);
        return known == null ? spelled(name) : known;
    }

    private static GoType spelled(String type) {
        if (type.startsWith("[]")) {
            return new SliceOf(type.substring(2));
        }
        return type.startsWith("map[") ? new MapOf(type.substring(type.indexOf(']') + 1)) : new Plain(type);
    }

    /// The table that the build packs beside this type.
    final class Facts {
        private static final String TABLE = "gotypes.tsv";
        private static final Map<String, GoType> TYPES = read();

        private Facts() {}

        private static Map<String, GoType> read() {
            Map<String, GoType> types = new HashMap<>();
            List<Field> fields = new ArrayList<>();
            for (String line : text().split("\n")) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] columns = line.split("\t", -1);
                switch (columns[0]) {
                    case "named" -> types.put(columns[1], spelled(columns[2]));
                    case "struct" -> {
                        fields = new ArrayList<>();
                        types.put(columns[1], new Struct(fields));
                    }
                    default -> fields.add(new Field(columns[0], columns[1], columns[2]));
                }
            }
            return types;
        }

        private static String text() {
            try (InputStream in = GoType.class.getResourceAsStream(TABLE)) {
                if (in == null) {
                    throw new IllegalStateException("the build left out " + TABLE);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
