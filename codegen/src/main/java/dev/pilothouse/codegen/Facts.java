package dev.pilothouse.codegen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tables of types and resources as this module holds them: facts read off the published Go types of Kubernetes
/// 1.36.3 and off the OpenAPI documents that its server answers.
record Facts(String types, String resources) {

    /// One type with its fields; `kind` is `group/version/Kind`, or empty for a type that never stands alone.
    record Type(String name, String kind, List<Field> fields) {}

    /// One field: name in JSON, type and flags in the table's spelling.
    record Field(String name, String type, String flags) {
        boolean pointer() {
            return flags.contains("p");
        }

        boolean inline() {
            return flags.contains("i");
        }
    }

    static Facts load() throws IOException {
        return new Facts(text("facts/types.tsv"), text("facts/resources.tsv"));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = Facts.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// All types by name.
    Map<String, Type> typesByName() {
        Map<String, Type> byName = new TreeMap<>();
        List<Field> fields = new ArrayList<>();
        for (String line : types.lines().toList()) {
            String[] columns = line.split("\t", -1);
            if (line.startsWith("@")) {
                fields = new ArrayList<>();
                String kind = "";
                for (String column : columns) {
                    kind = column.startsWith("kind=") ? column.substring(5) : kind;
                }
                String name = columns[0].substring(1);
                byName.put(name, new Type(name, kind, fields));
            } else {
                fields.add(new Field(columns[0], columns[2], columns[3]));
            }
        }
        return byName;
    }

    /// The plural resource name of each kind, by `group/version/Kind`.
    Map<String, String> resourceByKind() {
        Map<String, String> byKind = new TreeMap<>();
        resources.lines().map(line -> line.split("\t", -1)).filter(c -> c[0].equals("resource")).forEach(c ->
                byKind.put(c[1] + "/" + c[2] + "/" + c[5], c[3]));
        return byKind;
    }
}
