package dev.pilothouse.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;

/// Writes `target/generated-sources` (views) and `target/generated-resources` (tables) of module `api`. A file whose
/// text is unchanged is left alone, so that the compiler finds nothing to do.
public final class Codegen {
    /// What `/version` answers is no object of the API: it is described, but has no view.
    private static final String VERSION = "io.k8s.apimachinery.pkg.version.";

    private final Path sources;
    private final Path resources;

    private Codegen(Path target) {
        this.sources = target.resolve("generated-sources/views");
        this.resources = target.resolve("generated-resources/tables");
    }

    /// @param arguments the build folder of module `api`
    public static void main(String[] arguments) throws IOException {
        new Codegen(Path.of(arguments[0])).run(Facts.load());
    }

    private void run(Facts facts) throws IOException {
        Map<String, Facts.Type> types = facts.typesByName();
        ViewWriter writer = new ViewWriter(types, facts.resourceByKind());
        for (Facts.Type type : types.values()) {
            if (type.name().startsWith(VERSION)) {
                continue;
            }
            String file = Naming.qualified(type.name()).replace('.', '/') + ".java";
            write(sources.resolve(file), writer.write(type));
        }
        write(resources.resolve("dev/pilothouse/api/schema/types.tsv"), facts.types());
        write(resources.resolve("dev/pilothouse/api/schema/resources.tsv"), facts.resources());
        write(resources.resolve("dev/pilothouse/api/tree/names.txt"), names(types));
        describe(facts, types);
    }

    /// Reading the published artifacts takes about a second, so it is done once for each set of facts.
    private void describe(Facts facts, Map<String, Facts.Type> types) throws IOException {
        Path table = resources.resolve("dev/pilothouse/api/openapi/descriptions.tsv");
        Path stamp = sources.resolveSibling("descriptions.stamp");
        String made = Integer.toHexString(facts.types().hashCode()) + " in paragraphs";
        if (Files.exists(table) && Files.exists(stamp) && Files.readString(stamp).equals(made)) {
            return;
        }
        write(table, new PublishedModels(Codegen.class.getClassLoader()).descriptions(types));
        write(stamp, made);
    }

    /// Every field name once, and the names that managed fields are full of.
    private static String names(Map<String, Facts.Type> types) {
        TreeSet<String> names = new TreeSet<>(Arrays.asList("apiVersion", "kind", "."));
        for (Facts.Type type : types.values()) {
            for (Facts.Field field : type.fields()) {
                names.add(field.name());
                names.add("f:" + field.name());
            }
        }
        return String.join("\n", names) + "\n";
    }

    private static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
