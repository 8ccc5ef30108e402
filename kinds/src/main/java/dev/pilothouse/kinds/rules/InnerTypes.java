package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.TypeSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What upstream's inner form of a type looks like: its fields in order, under their Go names. It mostly follows from
/// the served form; `inner.tsv` has what doesn't.
final class InnerTypes {
    private static final String TAGGED = "io.k8s.apimachinery.";

    /// One field of the inner form.
    ///
    /// @param pointer whether Go holds it by pointer
    /// @param outside whether the served form has it in the object around this one
    /// @param inline whether its own fields stand in its place
    record Field(String goName, FieldSchema schema, boolean pointer, boolean outside, boolean inline) {}

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, List<String>> orders = new HashMap<>();
    private final Map<String, List<Field>> known = new ConcurrentHashMap<>();

    private static final class Facts {
        static final InnerTypes TYPES = new InnerTypes();
    }

    static InnerTypes facts() {
        return Facts.TYPES;
    }

    private InnerTypes() {
        try (InputStream in = InnerTypes.class.getResourceAsStream("inner.tsv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        String[] columns = line.split("\t", -1);
        switch (columns[0]) {
            case "name" -> names.put(columns[1], columns[2]);
            case "type" -> orders.put(columns[1], List.of(columns[2].split(" ", -1)));
            default -> {
                // A comment.
            }
        }
    }

    /// Whether the inner form uses the served type itself, under its JSON names.
    static boolean isServed(TypeSchema type) {
        return type.name().startsWith(TAGGED);
    }

    /// @param around the type of the object around it, the type itself where there is none
    List<Field> fields(TypeSchema type, TypeSchema around) {
        return known.computeIfAbsent(type.name(), _ -> find(type, around));
    }

    private List<Field> find(TypeSchema type, TypeSchema around) {
        List<String> order = orders.get(type.name());
        List<Field> fields = new ArrayList<>();
        if (order == null) {
            for (FieldSchema field : type.declared()) {
                boolean inline = field.inline() || isMetadata(field);
                fields.add(new Field(goName(field.name()), field, field.pointer(), false, inline));
            }
            return fields;
        }
        for (String stated : order) {
            boolean value = stated.endsWith("!");
            String entry = value ? stated.substring(0, stated.length() - 1) : stated;
            int equals = entry.indexOf('=');
            boolean outside = entry.startsWith("../");
            String name = entry.substring(outside ? 3 : 0, equals < 0 ? entry.length() : equals);
            FieldSchema schema = (outside ? around : type).field(name).orElseThrow();
            String goName = equals < 0 ? goName(name) : entry.substring(equals + 1);
            fields.add(new Field(goName, schema, schema.pointer() && !value, outside, false));
        }
        return fields;
    }

    private static boolean isMetadata(FieldSchema field) {
        return field.name().equals("metadata")
                && field.type() instanceof FieldType.Reference(FieldType.TypeName of)
                && of.name().endsWith(".ObjectMeta");
    }

    private String goName(String name) {
        String known = names.get(name);
        return known != null ? known : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
