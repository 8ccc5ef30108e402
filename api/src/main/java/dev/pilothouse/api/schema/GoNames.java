package dev.pilothouse.api.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Go calls the types of fields that are no structs, and the steps to a field through structs inside structs.
/// Clients see both where a value has the wrong type; nothing is read before that.
final class GoNames {
    private static final String FILE = "go-names.tsv";

    private final Map<String, Map<String, String>> byType;

    private static final class Facts {
        static final GoNames ALL = new GoNames();
    }

    private GoNames() {
        byType = new HashMap<>();
        try (InputStream in = GoNames.class.getResourceAsStream(FILE)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        String[] columns = line.split("\t", -1);
        Map<String, String> fields = new HashMap<>();
        for (String field : List.of(columns).subList(1, columns.length)) {
            int equals = field.indexOf('=');
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        byType.put(columns[0], fields);
    }

    /// The name of the field's own type, or of what its list holds. Empty if that is one of Go's.
    static Optional<String> of(TypeSchema owner, String field) {
        return Optional.ofNullable(Facts.ALL.byType.getOrDefault(owner.name(), Map.of()).get(field));
    }

    /// The steps from the root as the decoder names them: without the places in lists and maps, and with the structs whose
    /// fields stand in the object around them.
    static String steps(Optional<TypeSchema> root, List<String> fields) {
        StringBuilder steps = new StringBuilder();
        Optional<TypeSchema> at = root;
        for (String name : fields) {
            at.ifPresent(type -> embedded(type, name, steps));
            steps.append('.').append(name);
            at = at.flatMap(type -> type.field(name)).flatMap(field -> below(field.type()));
        }
        return steps.toString();
    }

    private static void embedded(TypeSchema type, String name, StringBuilder steps) {
        for (FieldSchema field : type.declared()) {
            if (field.inline()
                    && field.type() instanceof FieldType.Reference(FieldType.TypeName of)
                    && of.schema().field(name).isPresent()) {
                steps.append('.').append(of.schema().shortName());
                embedded(of.schema(), name, steps);
                return;
            }
        }
    }

    private static Optional<TypeSchema> below(FieldType type) {
        return switch (type) {
            case FieldType.Reference(FieldType.TypeName of) -> Optional.of(of.schema());
            case FieldType.ListOf list -> below(list.element());
            case FieldType.MapOf map -> below(map.value());
            case FieldType.Scalar _ -> Optional.empty();
        };
    }
}
